import Testing

/// That the runner of scripts finds what is wrong.
@Suite struct ScriptRunnerTests {
    private static let data = """
        load 1m
          x{i="a"} 1 2 3
          x{i="b"} 4 5 6
          h {{schema:0 count:2 sum:3 buckets:[2]}}x2

        """

    private func failures(_ cases: String) async throws -> [String] {
        var runner = ScriptRunner()
        try await runner.run(Self.data + "\n" + cases)
        return runner.outcome.failures
    }

    @Test func `what is right passes`() async throws {
        let cases = """
            eval instant at 1m x
              x{i="a"} 2
              x{i="b"} 5

            eval range from 0 to 2m step 1m sum(x)
              expect no_warn
              {} 5 7 9

            eval instant at 1m sort_desc(x)
              expect ordered
              x{i="b"} 5
              x{i="a"} 2

            eval instant at 1m h
              h {{schema:0 count:2 sum:3 buckets:[2]}}

            eval instant at 1m quantile(2, x)
              expect warn msg: PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)
              {} +Inf

            eval instant at 1m rate(x[5m])
              expect info regex: might not be a counter.*"x"
              {i="a"} 0.005
              {i="b"} 0.005
            """
        #expect(try await failures(cases) == [])
    }

    @Test(arguments: [
        "eval instant at 1m x\n  x{i=\"a\"} 2\n  x{i=\"b\"} 5.1",
        "eval instant at 1m x\n  x{i=\"a\"} 2",
        "eval instant at 1m x\n  x{i=\"a\"} 2\n  x{i=\"b\"} 5\n  x{i=\"c\"} 5",
        "eval instant at 1m x\n  y{i=\"a\"} 2\n  x{i=\"b\"} 5",
        "eval instant at 1m x\n  expect fail",
        "eval instant at 1m sort(x)\n  expect ordered\n  x{i=\"b\"} 5\n  x{i=\"a\"} 2",
        "eval range from 0 to 2m step 1m sum(x)\n  {} 5 7 9 11",
        "eval range from 0 to 2m step 1m sum(x)\n  {} 5 7",
        "eval range from 0 to 2m step 1m sum(x)\n  {} 5 _ 9",
        "eval instant at 1m quantile(2, x)\n  expect no_warn\n  {} +Inf",
        "eval instant at 1m quantile(2, x)\n  expect warn msg: another\n  {} +Inf",
        "eval instant at 1m sum(x)\n  expect warn\n  {} 7",
        "eval instant at 1m sum(x)\n  expect info\n  {} 7",
        "eval instant at 1m rate(x[5m])\n  expect no_info\n  {i=\"a\"} 0.005\n  {i=\"b\"} 0.005",
        "eval instant at 1m 1 +\n  expect fail msg: another",
        "eval instant at 1m 1 +",
        "eval instant at 1m h\n  h {{schema:0 count:2 sum:3 buckets:[1 1]}}",
        "eval instant at 1m h\n  h 3",
        "eval instant at 1m x[1m]\n  expect range vector from 0 to 1m step 1m\n  x{i=\"a\"} 1 2\n  x{i=\"b\"} 4 5",
        "eval instant at 1m \"a\"\n  expect string \"b\"",
        "eval instant at 1m 1\n  2",
    ])
    func `what is wrong fails`(item: String) async throws {
        #expect(try await failures(item).count == 1)
    }

    @Test(arguments: [
        "evil instant at 1m x", "eval at 1m x", "eval instant at 1m x\n  expect nothing", "load", "clean",
    ])
    func `what is no command is not passed over`(command: String) async throws {
        await #expect(throws: SeriesNotation.Failure.self) { try await failures(command) }
    }
}
