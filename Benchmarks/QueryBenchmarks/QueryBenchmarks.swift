/// Measures queries.
///
///     QueryBenchmarks [SERIES [SAMPLES]]        over series held in plain arrays: the engine alone
///     QueryBenchmarks DIRECTORY [PART-OF-NAME]  over a data directory, opened for reading its log only
@main
enum QueryBenchmarks {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.compactMap { Int($0) }
        if let directory = arguments.first, numbers.isEmpty {
            try await StoredDataBenchmark.run(directory, part: arguments.count > 1 ? arguments[1] : "")
        } else {
            try await PlainDataBenchmark.run(
                series: numbers.first ?? 10_000,
                samples: numbers.count > 1 ? numbers[1] : 1440
            )
        }
    }
}
