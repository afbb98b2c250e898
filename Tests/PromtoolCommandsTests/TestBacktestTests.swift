import PrometheusModel
import PromtoolCommands
import Storage
import TSDB
import Testing

@Suite struct TestBacktestTests {
    @Test func `the history of a data directory is tested`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let directory = "\(folder.path)/data"
        let database = try Database.open(directory: directory, options: DatabaseOptions())
        let start: Int64 = 1_700_000_000_000
        let reference = try database.resolve([["__name__": "up", "instance": "a"]])[0].reference
        for minute in 0..<Int64(60) {
            var batch = SampleBatch()
            batch.append(reference, start + minute * 60_000, (20..<30).contains(minute) ? 0 : 1)
            #expect(try database.commit(batch).refused.isEmpty)
        }
        let rules = try folder.write(
            "r.yml",
            "groups: [{name: g, rules: [{alert: Down, expr: up == 0, for: 2m, annotations: {s: '{{ $labels.instance }}'}}]}]"
        )
        let output = RecordedOutput()
        let code = await Promtool.run(
            [
                "test", "backtest", "--storage.tsdb.path", directory, "--start", "1700000000", "--end=1700003540",
                rules,
            ],
            output.output
        )
        try database.close()
        #expect(code == 0, "\(output.error)")
        #expect(
            output.standard == """
                Backtest from 2023-11-14T22:13:20Z to 2023-11-14T23:12:20Z

                group "g", alert "Down": fired 1 times
                  {alertname="Down", instance="a"}
                    pending 2023-11-14T22:33:20Z  firing 2023-11-14T22:35:20Z  until 2023-11-14T22:43:20Z  (8m)  value 0
                      s: a

                """
        )
    }

    @Test(arguments: [
        (["--start", "x"], "error parsing start time: cannot parse \"x\" to a valid timestamp\n"),
        (["--start", "10", "--end", "5"], "start time is not before end time\n"),
        (["--eval-interval", "0s"], "not a valid duration string: \"0s\"\n"),
    ])
    func `what is wrong with the flags is told`(flags: [String], message: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let rules = try folder.write("r.yml", "groups: []")
        let output = RecordedOutput()
        #expect(await Promtool.run(["test", "backtest"] + flags + [rules], output.output) == 1)
        #expect(output.error == message)
    }
}
