/// A book is made of millions of small things; this allocator gives and takes them in half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    reportc::cli::main()
}
