internal import PrometheusModel

/// Series of one name and one kind with their latest samples.
struct FederatedFamily {
    /// What the samples are.
    enum Kind: String {
        case untyped = "UNTYPED"
        /// Native histograms, or those with bounds of their own.
        case histogram = "HISTOGRAM"
        /// The same of histograms that are gauges.
        case gaugeHistogram = "GAUGE_HISTOGRAM"

        /// The number in the protobuf message.
        var number: UInt64 {
            switch self {
            case .untyped: 3
            case .histogram: 4
            case .gaugeHistogram: 5
            }
        }
    }

    /// A sample's value.
    enum Value {
        case float(Double)
        case histogram(FloatHistogram)
    }

    /// One series.
    struct Member {
        /// All labels but the name, in the order of the answer.
        var labels: [Label]
        var timestamp: Int64
        var value: Value

        /// What kind of family it belongs to.
        var kind: Kind {
            switch value {
            case .float: .untyped
            case .histogram(let histogram): histogram.counterResetHint == .gauge ? .gaugeHistogram : .histogram
            }
        }
    }

    var name: String
    var kind: Kind
    var members: [Member]

    /// The same with names as a scheme writes them.
    func escaped(_ scheme: NameEscapingScheme) -> FederatedFamily {
        guard scheme != .allowUTF8 else { return self }
        var family = self
        family.name = scheme.escape(name)
        for index in members.indices {
            family.members[index].labels = members[index].labels.map { Label(scheme.escape($0.name), $0.value) }
        }
        return family
    }
}
