module kubemint/conformance

go 1.26
