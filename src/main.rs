fn main() -> std::process::ExitCode {
    reportc::cli::main()
}
