/// Texts by number: those of the labels and the metadata of all series that are sent.
package struct WriteSymbolTable: Sendable {
    private var numbers: [String: UInt32] = [:]
    private(set) var texts: [String] = []

    package init() {}

    /// How many texts there are.
    package var count: Int { texts.count }

    /// The number of a text, which is added if it is new.
    package mutating func intern(_ text: String) -> UInt32 {
        if let known = numbers[text] { return known }
        let number = UInt32(truncatingIfNeeded: texts.count)
        numbers[text] = number
        texts.append(text)
        return number
    }

    /// The text with a number.
    package subscript(number: UInt32) -> String { texts[Int(number)] }

    /// The number of a text that is there.
    func number(of text: String) -> UInt32? { numbers[text] }
}
