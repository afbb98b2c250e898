import PrometheusModel

/// One line of the query log: JSON, with upstream's keys in upstream's order.
struct QueryLogLine {
    private(set) var bytes: [UInt8] = []

    /// The line of a query, with its line break.
    ///
    /// `time` is when it is written: seconds since the Unix epoch and nanoseconds.
    init(
        _ query: String,
        _ run: QueryRun,
        _ outcome: QueryOutcome,
        _ origin: QueryOrigin?,
        time: (seconds: Int64, nanoseconds: Int64)
    ) {
        raw("{\"time\":\"\(TimestampText.string(nanoseconds: time.nanoseconds, seconds: time.seconds))\"")
        raw(",\"level\":\"INFO\",\"source\":\"QueryEngine.swift:1\",\"msg\":\"promql query logged\"")
        raw(",\"params\":{\"end\":\"\(TimestampText.millisecondString(milliseconds: run.end))\",\"query\":")
        string(query)
        let step = run.isRange ? run.grid.step / 1000 : 0
        raw(",\"start\":\"\(TimestampText.millisecondString(milliseconds: run.grid.start))\",\"step\":\(step)}")
        if case .failure(let error) = outcome.answer {
            raw(",\"error\":")
            string(error.description)
        }
        raw(",\"stats\":")
        statistics(outcome.statistics)
        raw(",\"spanID\":\"0000000000000000\",\"traceID\":\"00000000000000000000000000000000\"")
        switch origin {
        case .request(let address, let method, let path):
            raw(",\"httpRequest\":{\"clientIP\":")
            string(address)
            raw(",\"method\":")
            string(method)
            raw(",\"path\":")
            string(path)
            raw("}")
        case .ruleGroup(let file, let name):
            raw(",\"ruleGroup\":{\"file\":")
            string(file)
            raw(",\"name\":")
            string(name)
            raw("}")
        case nil: break
        }
        raw("}\n")
    }

    private mutating func statistics(_ statistics: QueryStatistics) {
        let timings = statistics.timings
        raw("{\"timings\":{")
        for (name, seconds) in [
            ("evalTotalTime", timings.evalTotalTime), ("resultSortTime", timings.resultSortTime),
            ("queryPreparationTime", timings.queryPreparationTime), ("innerEvalTime", timings.innerEvalTime),
            ("execQueueTime", timings.execQueueTime), ("execTotalTime", timings.execTotalTime),
        ] {
            if bytes.last != UInt8(ascii: "{") { raw(",") }
            raw("\"\(name)\":")
            number(seconds)
        }
        raw("},\"samples\":{\"totalQueryableSamples\":\(statistics.totalQueryableSamples)")
        raw(",\"samplesRead\":\(statistics.samplesRead),\"peakSamples\":\(statistics.peakSamples)}}")
    }

    /// A number as Go writes it into JSON: an exponent of one digit has no zero before it.
    private mutating func number(_ value: Double) {
        FloatText.append(value, to: &bytes, .json)
        let zero = bytes.count - 2
        if bytes.suffix(4).starts(with: "e-0".utf8) { bytes.remove(at: zero) }
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func string(_ text: String) { JSONText.append(text, to: &bytes, escapesHTML: false) }
}
