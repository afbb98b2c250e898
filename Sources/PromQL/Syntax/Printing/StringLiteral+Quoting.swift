internal import PrometheusModel

extension StringLiteral {
    /// The literal in double quotes with Go's escapes, those of bytes that are not UTF-8 included.
    var quoted: String {
        var result = "\""
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                result += String(Unicode.UTF8.decode(encoded)).quoted.dropFirst().dropLast()
                offset += encoded.count
            case .error(let length):
                for byte in bytes[offset..<(offset + length)] { result += "\\x" + String(byte, radix: 16) }
                offset += length
            case .emptyInput: return result + "\""
            }
        }
    }
}
