import PromQL
import PrometheusModel
import Testing

@testable import WebAPI

/// Native histograms as upstream's API writes them.
@Suite struct HistogramJSONTests {
    private func histogram(_ text: String) throws -> FloatHistogram { try HistogramLiteral(text).histogram }

    private func json(_ value: QueryValue) -> String {
        var writer = JSONWriter()
        value.writeElement(0, to: &writer)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    @Test func `an element of a vector has its populated buckets with boundary rules`() throws {
        var vector = QueryVector(timestamp: 1500)
        vector.append(
            ["a": "b"],
            try histogram("{{count:6 sum:-1.5 z_bucket:1 z_bucket_w:0.001 buckets:[2 0 1] n_buckets:[2]}}")
        )
        #expect(
            json(.vector(vector))
                == #"{"metric":{"a":"b"},"histogram":[1.500,{"count":"6","sum":"-1.5","buckets":["#
                + #"[1,"-1","-0.5","2"],[3,"-0.001","0.001","1"],[0,"0.5","1","2"],[0,"2","4","1"]]}]}"#
        )
    }

    @Test func `a series has floats and histograms apart, and no list of what it has not`() throws {
        let empty = try histogram("{{}}")
        var series = QuerySeries(labels: [:], timestamps: [1000], values: [2])
        series.histogramTimestamps = [2000]
        series.histograms = [empty]
        #expect(
            json(.matrix([series]))
                == #"{"metric":{},"values":[[1,"2"]],"histograms":[[2,{"count":"0","sum":"0"}]]}"#
        )
        series.timestamps = []
        series.values = []
        #expect(json(.matrix([series])) == #"{"metric":{},"histograms":[[2,{"count":"0","sum":"0"}]]}"#)
    }
}
