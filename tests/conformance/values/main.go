// Command values gives the real components and kubemint the same values of flags and fields, and holds their verdicts
// against each other. check-values starts it in namespaces of its own.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// options are the same outside and in each lane.
type options struct {
	facts, kubemint, cluster, node, tree, work, differences, results, figures, only, lane string
	all, each                                                                             bool
	// log gets every result as it comes.
	log *os.File
}

func main() {
	var o options
	flag.StringVar(&o.facts, "facts", "", "folder of the minor's facts")
	flag.StringVar(&o.kubemint, "kubemint", "", "the program")
	flag.StringVar(&o.cluster, "cluster", "", "cluster.toml that inputs are added to")
	flag.StringVar(&o.tree, "tree", "", "what is rendered of it")
	flag.StringVar(&o.node, "node", "", "its only control-plane node")
	flag.StringVar(&o.work, "work", "", "folder to work in")
	flag.StringVar(&o.differences, "differences", "", "known differences, with the minors that have them")
	flag.StringVar(&o.results, "results", "", "file that gets every result")
	flag.StringVar(&o.figures, "figures", "", "file that gets how many inputs there are, are judged, are refused by both, are taken by both, and differ")
	flag.StringVar(&o.only, "only", "", "judge only inputs that match")
	flag.BoolVar(&o.all, "all", false, "judge every input, not a part of them")
	flag.BoolVar(&o.each, "each", false, "start a program for each input by itself")
	flag.StringVar(&o.lane, "lane", "", "be one of the lanes")
	flag.Parse()
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "check-values:", err)
		os.Exit(1)
	}
}

func (o options) run() error {
	inputs, err := o.inputs()
	if err != nil {
		return err
	}
	if o.lane != "" {
		return o.runLane(inputs)
	}
	if o.results != "" {
		if o.log, err = os.Create(o.results); err != nil {
			return err
		}
		defer o.log.Close()
	}
	results, err := o.runLanes(inputs)
	if err != nil {
		return err
	}
	known, err := readDifferences(o.differences, filepath.Base(o.facts))
	if err != nil {
		return err
	}
	summary := summarize(results, known)
	if err := o.writeFigures(summary); err != nil {
		return err
	}
	return report(summary)
}

func (o options) writeFigures(s Summary) error {
	if o.figures == "" {
		return nil
	}
	o.all = true
	inputs, err := o.inputs()
	if err != nil {
		return err
	}
	text := fmt.Sprintln(len(inputs), s.Judged, s.RefusedByBoth, s.TakenByBoth, s.Judged-s.Agreed)
	return os.WriteFile(o.figures, []byte(text), 0o644)
}

// inputs gives what is judged: every written one, and of the generated ones all or the same part of them each time.
func (o options) inputs() ([]Input, error) {
	facts, err := readFacts(o.facts)
	if err != nil {
		return nil, err
	}
	inputs, err := writtenInputs(facts)
	if err != nil {
		return nil, err
	}
	generated, err := generate(facts)
	if err != nil {
		return nil, err
	}
	inputs = append(inputs, generated...)
	only, err := regexp.Compile(o.only)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(inputs, func(a, b Input) int { return strings.Compare(a.String(), b.String()) })
	inputs = slices.CompactFunc(inputs, func(a, b Input) bool { return a.String() == b.String() })
	return slices.DeleteFunc(inputs, func(input Input) bool {
		name := input.String()
		return !only.MatchString(name) || !(o.all || isSampled(name))
	}), nil
}

// part is how many inputs there are for one that is judged where not all are.
const part = 6

func isSampled(name string) bool {
	digest := fnv.New32a()
	_, _ = digest.Write([]byte(name))
	return digest.Sum32()%part == 0
}

// runLanes starts this program once for each lane that has inputs, and collects their results.
func (o options) runLanes(inputs []Input) ([]Result, error) {
	var (
		lock    sync.Mutex
		wait    sync.WaitGroup
		results []Result
		failed  error
	)
	for lane := range lanes {
		if !slices.ContainsFunc(inputs, func(input Input) bool { return slices.Contains(lanes[lane], input.Component) }) {
			continue
		}
		wait.Add(1)
		go func() {
			defer wait.Done()
			own, err := o.startLane(lane)
			lock.Lock()
			defer lock.Unlock()
			results = append(results, own...)
			if err != nil {
				failed = fmt.Errorf("lane %s: %w", lane, err)
			}
		}()
	}
	wait.Wait()
	slices.SortFunc(results, func(a, b Result) int { return strings.Compare(a.Input.String(), b.Input.String()) })
	return results, failed
}

func (o options) startLane(lane string) ([]Result, error) {
	arguments := append([]string{"netns", "exec", "lane-" + lane, "unshare", "--mount", "--propagation", "private", "/proc/self/exe"}, os.Args[1:]...)
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	arguments[7] = self
	command := exec.Command("ip", append(arguments, "-lane", lane)...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	var results []Result
	decoder := json.NewDecoder(output)
	for {
		var result Result
		if err := decoder.Decode(&result); err != nil {
			break
		}
		results = append(results, result)
		if o.log != nil {
			if _, err := o.log.WriteString(result.record()); err != nil {
				return nil, err
			}
		}
	}
	return results, command.Wait()
}

// runLane judges the inputs of the lane's components.
func (o options) runLane(inputs []Input) error {
	cluster, err := os.ReadFile(o.cluster)
	if err != nil {
		return err
	}
	node := Node{o.tree, o.node}
	surroundings, err := prepare(o.lane, node)
	if err != nil {
		return err
	}
	own := slices.DeleteFunc(inputs, func(input Input) bool { return !slices.Contains(lanes[o.lane], input.Component) })
	lane := Lane{
		kubemint: Kubemint{o.kubemint, string(cluster), filepath.Join(o.work, "lane-"+o.lane)},
		node:     o.node, base: node, before: surroundings.before, each: o.each, report: json.NewEncoder(os.Stdout),
	}
	if err := lane.control(lanes[o.lane]); err != nil {
		return err
	}
	return lane.Judge(own)
}

// control shows that a component takes what the tree gives it, and refuses a flag that there is not.
func (l *Lane) control(components []string) error {
	for _, component := range components {
		outcome, err := l.start(Input{Component: component}, Verdict{Refused: true}, Node{}, run)
		if err != nil || outcome.Refused {
			return fmt.Errorf("%s does not start as rendered: %s: %w", component, outcome.Said, err)
		}
		outcome, err = l.start(Input{component, []Setting{{Name: "no-such-flag", Value: "1"}}}, Verdict{Refused: true}, Node{}, run)
		if err != nil || !outcome.Refused {
			return fmt.Errorf("%s takes any flag: %w", component, err)
		}
	}
	return nil
}

// report writes what was found, and says whether that is wrong.
func report(summary Summary) error {
	fmt.Fprintf(os.Stderr, "check-values: %d inputs judged: both refuse %d and take %d, they agree on %.1f %%; %d more are kubemint's own to set\n",
		summary.Judged, summary.RefusedByBoth, summary.TakenByBoth, 100*summary.Share(), summary.OnPurpose)
	complaints := summary.Complaints()
	for _, complaint := range complaints {
		fmt.Fprintln(os.Stderr, "check-values:", complaint)
	}
	if len(complaints) > 0 {
		return fmt.Errorf("%d complaints", len(complaints))
	}
	return nil
}

// record writes a result for whoever looks at a run while it goes on.
func (r Result) record() string {
	return fmt.Sprintf("%s\tprogram: %s\tkubemint: %s %s\t%s\n", r.Input, verb(r.Program.Refused), verb(r.Kubemint.Refused),
		strings.Join(r.Kubemint.Codes, ","), r.Program.Said)
}

func verb(refused bool) string {
	if refused {
		return "refuses"
	}
	return "takes"
}
