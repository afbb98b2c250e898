import PromtoolCommands
import Testing

@Suite struct CommandLineTests {
    @Test(arguments: [
        (["test"], "must select a subcommand of 'test'"),
        (["test", "rules"], "required argument 'test-rule-file' not provided"),
        (["test", "rules", "nofile"], "path 'nofile' does not exist"),
        (["foo"], "expected command but got \"foo\""), (["test", "foo"], "expected command but got \"foo\""),
        (["test", "rules", "--x", "a"], "unknown long flag '--x'"),
        (["test", "rules", "--run"], "expected argument for flag '--run'"),
        (["-x"], "unknown short flag '-x'"), (["test", "rules", "/tmp"], "'tmp' is a directory"),
        (["test", "rules", "--debug=true", "/etc/passwd"], "path 'true' does not exist"),
        (["test", "rules", "--debug", "--debug", "/etc/passwd"], "flag 'debug' cannot be repeated"),
    ])
    func `what is wrong with the arguments is told as upstream does`(arguments: [String], message: String) async {
        let output = RecordedOutput()
        #expect(await Promtool.run(arguments, output.output) == 1)
        #expect(output.error == "promtool: error: \(message), try --help\n")
        #expect(output.standard.isEmpty)
    }

    @Test(arguments: [[], ["--help"], ["test", "rules", "-h"], ["--version"], ["test", "--help"]])
    func `help and version go to the standard output`(arguments: [String]) async {
        let output = RecordedOutput()
        #expect(await Promtool.run(arguments, output.output) == 0)
        #expect(output.standard.contains("promtool"))
        #expect(output.error.isEmpty)
    }
}
