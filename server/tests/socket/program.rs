//! What the program says on the command line.

use clap::CommandFactory;
use server::config::Config;

use crate::common::program::command;

#[test]
fn the_help_names_every_flag_and_its_variable() {
    let output = command().arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for argument in Config::command().get_arguments().filter(|argument| argument.get_env().is_some()) {
        let flag = format!("--{}", argument.get_long().unwrap());
        let variable = argument.get_env().unwrap().to_str().unwrap();
        assert!(help.contains(&flag) && help.contains(&format!("[env: {variable}")), "{flag} {variable}:\n{help}");
    }
    for flag in ["--listen", "--origin", "--log", "--help", "--version"] {
        assert!(help.contains(flag), "{help}");
    }
}

#[test]
fn a_setting_that_makes_no_sense_is_told_so() {
    for arguments in [["--listen", "everywhere"], ["--log", "info,==="], ["--port", "80"]] {
        let output = command().args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(arguments[0]), "{arguments:?}: {said}");
    }
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = address.local_addr().unwrap().to_string();
    let output = command().env("TEAMPOKER_LISTEN", &taken).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains(&taken), "{said}");
}
