internal import PrometheusModel

extension TemplateValue {
    /// Go's name of the value's type.
    var typeName: String {
        switch self {
        case .none: "<nil>"
        case .bool: "bool"
        case .integer(_, let type): type.rawValue
        case .float: "float64"
        case .string: "string"
        case .html: "template.HTML"
        case .labels: "map[string]string"
        case .map(let map): map.typeName
        case .list(let list): list.typeName
        case .sample: "*template.sample"
        case .structure(let structure): structure.typeName
        case .time: "*time.Time"
        case .duration: "time.Duration"
        case .histogram: "*histogram.FloatHistogram"
        }
    }

    /// Whether a condition takes it for true: it is not zero and not empty.
    var isTrue: Bool {
        switch self {
        case .none: false
        case .bool(let value): value
        case .integer(let value, _): value != 0
        case .float(let value): !(value == 0)
        case .string(let text), .html(let text): !text.isEmpty
        case .labels(let labels): !labels.isEmpty
        case .map(let map): !map.entries.isEmpty
        case .list(let list): !list.elements.isEmpty
        case .duration(let value): value != 0
        case .sample, .structure, .time, .histogram: true
        }
    }

    /// The text of a string of any kind.
    var text: String? {
        switch self {
        case .string(let text), .html(let text): text
        default: nil
        }
    }
}
