/// A part of a YAML document.
indirect enum DocumentNode {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([DocumentNode])
    case object([(name: String, value: DocumentNode)])

    /// A document with this node as its root.
    var yaml: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes, indent: 0, startsLine: true)
        return bytes
    }

    /// Writes the node; `startsLine` tells whether the line has nothing but blanks yet.
    private func write(to bytes: inout [UInt8], indent: Int, startsLine: Bool) {
        switch self {
        case .text(let text): Self.append(Self.quoted(text) + "\n", to: &bytes)
        case .number(let number): Self.append("\(number)\n", to: &bytes)
        case .flag(let isOn): Self.append(isOn ? "true\n" : "false\n", to: &bytes)
        case .list(let items):
            guard !items.isEmpty else { return Self.append("[]\n", to: &bytes) }
            if !startsLine { Self.append("\n", to: &bytes) }
            for (index, item) in items.enumerated() {
                if index > 0 || !startsLine { Self.append(Self.blanks(indent), to: &bytes) }
                Self.append("- ", to: &bytes)
                item.write(to: &bytes, indent: indent + 2, startsLine: true)
            }
        case .object(let members):
            guard !members.isEmpty else { return Self.append("{}\n", to: &bytes) }
            if !startsLine { Self.append("\n", to: &bytes) }
            for (index, member) in members.enumerated() {
                if index > 0 || !startsLine { Self.append(Self.blanks(indent), to: &bytes) }
                Self.append(Self.key(member.name) + ":", to: &bytes)
                if member.value.isLeaf { Self.append(" ", to: &bytes) }
                member.value.write(to: &bytes, indent: indent + 2, startsLine: false)
            }
        }
    }

    /// Whether the node stands in one line.
    private var isLeaf: Bool {
        switch self {
        case .text, .number, .flag: true
        case .list(let items): items.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    /// A name that YAML could take for something else stands in quotation marks.
    private static func key(_ name: String) -> String {
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "_/-$.".unicodeScalars.contains($0)
        }
        let first = name.unicodeScalars.first
        return isPlain && (first == "/" || first?.properties.isAlphabetic == true) ? name : quoted(name)
    }

    /// JSON's texts are YAML's.
    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

    private static func append(_ text: String, to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}
