internal import CYaml
// The parser itself is Yams' C target: its Swift tree refuses duplicate keys without saying where, and recurses.
internal import Yams

/// The events of the first document of a text.
@safe
final class YAMLEventSource {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var isAtEnd = false

    init(_ bytes: [UInt8]) throws(YAMLError) {
        // Safe: both allocations live until `deinit`, which frees them once, after libyaml is done with them.
        unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        unsafe input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        _ = unsafe input.initialize(from: bytes + (bytes.isEmpty ? [0] : []))
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event that carries content; `nil` at the end of the first document.
    func next() throws(YAMLError) -> YAMLEvent? {
        while !isAtEnd {
            var event = unsafe yaml_event_t()
            // Safe: `parser` and `event` are valid; the event's memory is freed below, after it was copied.
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw unsafe Self.error(parser.pointee) }
            defer { unsafe yaml_event_delete(&event) }
            switch unsafe event.type {
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: continue
            case YAML_DOCUMENT_END_EVENT, YAML_STREAM_END_EVENT, YAML_NO_EVENT: isAtEnd = true
            default: return unsafe Self.event(event)
            }
        }
        return nil
    }

    @unsafe
    private static func event(_ event: yaml_event_t) -> YAMLEvent? {
        // Safe: each branch reads the union's member that belongs to the event's type.
        let (kind, anchor): (YAMLEvent.Kind, String?) =
            switch unsafe event.type {
            case YAML_SCALAR_EVENT:
                unsafe (.scalar(scalar(event.data.scalar)), text(event.data.scalar.anchor))
            case YAML_ALIAS_EVENT: unsafe (.alias(text(event.data.alias.anchor) ?? ""), nil)
            case YAML_SEQUENCE_START_EVENT: unsafe (.sequenceStart, text(event.data.sequence_start.anchor))
            case YAML_MAPPING_START_EVENT: unsafe (.mappingStart, text(event.data.mapping_start.anchor))
            default: (.end, nil)
            }
        return unsafe YAMLEvent(
            kind: kind,
            anchor: anchor,
            line: Int(event.start_mark.line) + 1,
            column: Int(event.start_mark.column) + 1
        )
    }

    @unsafe
    private static func scalar(_ data: yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar) -> YAMLScalar {
        // Safe: libyaml gives a value of `length` bytes, which may contain zeros.
        let value = unsafe UnsafeBufferPointer(start: data.value, count: data.length)
        return unsafe YAMLScalar(
            text: String(decoding: value, as: UTF8.self),
            isPlain: data.style == YAML_PLAIN_SCALAR_STYLE,
            tag: text(data.tag) ?? ""
        )
    }

    @unsafe
    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        // Safe: libyaml's names end with a zero byte.
        guard let pointer = unsafe pointer else { return nil }
        return unsafe String(cString: pointer)
    }

    @unsafe
    private static func error(_ parser: yaml_parser_t) -> YAMLError {
        // Safe: `problem` is a constant text of libyaml or NULL.
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "unknown problem parsing YAML content"
        switch unsafe parser.error {
        case YAML_READER_ERROR: return .syntax(problem: problem, line: nil)
        case YAML_MEMORY_ERROR: return .syntax(problem: "out of memory", line: nil)
        default: return .syntax(problem: problem, line: Int(unsafe parser.problem_mark.line) + 1)
        }
    }
}
