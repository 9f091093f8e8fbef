//go:build ignore

package main

import (
	"fmt"
	"strings"
)

// record prints one fact: the table that it belongs to, then the row. White space inside a column becomes one space.
func record(table string, columns ...string) {
	for i, column := range columns {
		columns[i] = strings.Join(strings.Fields(column), " ")
	}
	fmt.Println(table + "\t" + strings.Join(columns, "\t"))
}
