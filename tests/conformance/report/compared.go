package report

import (
	"fmt"
	"os"
	"strings"
)

// withoutMachines is the file of tests/conformance/results that check-values and check-files write with RECORD=1.
const withoutMachines = "without-machines"

// compared is what a check found that holds kubemint's verdicts against those of the real programs: a row of that file, whose
// columns are the minor, the check, the release, the date, cases, judged, refused by both, taken by both, different, seconds.
type compared []string

const comparedColumns = 10

// readCompared reads the rows; without the file there are none.
func readCompared(path string) ([]compared, error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows []compared
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != comparedColumns {
			return nil, fmt.Errorf("%s: %q has %d columns instead of %d", path, line, len(columns), comparedColumns)
		}
		rows = append(rows, columns)
	}
	return rows, nil
}

const comparedIntroduction = `
## The same verdicts as the real programs

` + "`check-values`" + ` gives values of flags and fields to the real components and to kubemint, and ` + "`check-files`" + ` gives audit policies and
authentication configurations to kube-apiserver's own loaders and to kubemint. Of the generated inputs each run judges the same
part. Every input on which they differ is listed in tests/conformance with its reason.

| Kubernetes | check | inputs | judged | both refuse | both take | differ | took | date |
|---|---|---|---|---|---|---|---|---|
`

// writeCompared writes the table of those rows, the newest minor first.
func writeCompared(page *strings.Builder, rows []compared) {
	if len(rows) == 0 {
		return
	}
	page.WriteString(comparedIntroduction)
	for i := range rows {
		r := rows[len(rows)-1-i]
		fmt.Fprintf(page, "| %s | %s | %s | %s | %s | %s | %s | %s s | %s |\n", r[2], r[1], r[4], r[5], r[6], r[7], r[8], r[9], r[3])
	}
}
