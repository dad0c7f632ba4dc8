//! The command line: arguments → a job; findings → the terminal; artifacts → files.

mod args;
mod build;
mod impose;
mod lines;
mod new;
mod project;
mod report;
mod write;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command, FontsCommand, ThemeCommand};
use report::Reporter;

/// Nothing to complain about.
const OK: u8 = 0;
/// Findings: the book has errors, or warnings that were denied.
const FINDINGS: u8 = 1;
/// The input or the configuration cannot be used, or outputs cannot be written.
const INPUT: u8 = 3;
/// keben itself failed.
const INTERNAL: u8 = 4;

/// Why a command ended early.
pub(crate) struct Failure {
    pub message: String,
    pub help: Option<String>,
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let reporter = Reporter::new(&args.common);
    if let Some(jobs) = args.common.jobs {
        // Fails only where a pool exists already, which no earlier line makes.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    quiet_panics();
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| command(args, &reporter)));
    let code = match ended {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => {
            reporter.failure(&failure);
            INPUT
        }
        Err(_) => {
            reporter.failure(
                &Failure::new("keben failed in itself").help("please report this with the text that caused it"),
            );
            INTERNAL
        }
    };
    ExitCode::from(code)
}

/// A panic is our mistake: one line says where, instead of a page.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("no message");
        let _ = writeln!(std::io::stderr(), "internal error{place}: {message}");
    }));
}

fn command(args: Args, reporter: &Reporter) -> Result<u8, Failure> {
    match args.command {
        Command::Build(what) => build::build(&what, reporter),
        Command::Impose(what) => impose::impose(&what, reporter),
        Command::Check(what) => build::check(&what, reporter),
        Command::Dump(what) => build::dump(&what, reporter),
        Command::New(what) => new::new(&what),
        Command::Fonts { command: FontsCommand::List(what) } => build::fonts(&what, reporter),
        Command::Theme { command: ThemeCommand::List } => build::themes(),
        Command::Theme { command: ThemeCommand::Show { theme } } => build::theme(&theme, reporter),
        Command::Schema => {
            let schema = schemars::schema_for!(keben::model::Book);
            print(&(serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"))
        }
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "keben", &mut text);
            print(&String::from_utf8_lossy(&text))
        }
    }
}

/// Writes to standard output; a reader that has gone away is no error.
pub(crate) fn print(text: &str) -> Result<u8, Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(OK),
    }
}

/// Whether someone is looking.
pub(crate) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}
