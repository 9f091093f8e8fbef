//! The table that is printed: what was measured, and what is promised.

use crate::measure::Figures;

/// The rows so far.
#[derive(Debug, Default)]
pub(crate) struct Table {
    missed: Vec<String>,
}

/// What a figure is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    Milliseconds,
    Megabytes,
    /// One cost divided by another.
    Ratio,
    Files,
}

impl Unit {
    fn show(self, figure: f64) -> String {
        match self {
            Self::Milliseconds => format!("{figure:.2} ms"),
            Self::Megabytes => format!("{figure:.1} MB"),
            Self::Ratio => format!("{figure:.3}"),
            Self::Files => format!("{figure:.0}"),
        }
    }
}

impl Table {
    pub(crate) fn section(title: &str, runs: usize) {
        println!("\n{title}, {runs} runs");
        println!("  {:46} {:>12} {:>12} {:>12}", "", "median", "minimum", "limit");
    }

    /// Prints a figure that nothing is promised of.
    pub(crate) fn show(what: &str, unit: Unit, figures: &Figures) {
        Self::print(what, unit, figures, "", "");
    }

    /// Prints a figure whose median may be `limit` at most.
    pub(crate) fn hold(&mut self, what: &str, unit: Unit, figures: &Figures, limit: f64) {
        let kept = figures.median() <= limit;
        Self::print(what, unit, figures, &unit.show(limit), if kept { "" } else { "  MISSED" });
        if !kept {
            self.missed.push(format!("{what}: {} > {}", unit.show(figures.median()), unit.show(limit)));
        }
    }

    /// Notes that something could not be measured.
    pub(crate) fn unmeasured(&mut self, why: &str) {
        println!("  {why}");
        self.missed.push(why.to_owned());
    }

    fn print(what: &str, unit: Unit, figures: &Figures, limit: &str, verdict: &str) {
        let (median, minimum) = (unit.show(figures.median()), unit.show(figures.minimum()));
        println!("  {what:46} {median:>12} {minimum:>12} {limit:>12}{verdict}");
    }

    /// What was missed, a line each.
    pub(crate) fn missed(&self) -> &[String] {
        &self.missed
    }
}
