/// The named values of a URL's query or of a form, in order.
package struct FormValues: Sendable {
    private var pairs: [(name: String, value: String)] = []
    /// What is wrong with the text they were read from, in upstream's words; the other values are there nevertheless.
    package private(set) var flaw: String?

    package init() {}

    /// Reads `a=b&c=d`.
    package init(urlEncoded text: some StringProtocol) {
        for field in text.split(separator: "&") {
            guard !field.contains(";") else {
                flaw = flaw ?? "invalid semicolon separator in query"
                continue
            }
            let name = field.prefix { $0 != "=" }
            let value = field[name.endIndex...].dropFirst()
            switch (PercentCoding.decode(name, plusIsSpace: true), PercentCoding.decode(value, plusIsSpace: true)) {
            case (.success(let name), .success(let value)):
                append(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
            case (.failure(let escape), _), (_, .failure(let escape)):
                flaw = flaw ?? "invalid URL escape \"\(escape.text)\""
            }
        }
    }

    /// The value of the first field with this name, empty if there is none.
    package subscript(name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }

    /// The values of all fields with this name.
    package func all(_ name: String) -> [String] { pairs.compactMap { $0.name == name ? $0.value : nil } }

    /// The distinct names, in the order of their first values.
    package var names: [String] {
        var seen: Set<String> = []
        return pairs.map(\.name).filter { seen.insert($0).inserted }
    }

    /// Adds a pair behind the others.
    package mutating func append(_ name: String, _ value: String) { pairs.append((name, value)) }

    /// Adds the values of `other` after these.
    package mutating func append(contentsOf other: FormValues) {
        pairs += other.pairs
        flaw = flaw ?? other.flaw
    }
}
