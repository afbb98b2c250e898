/// An element of an XML text with all that is in it; names are without their prefixes.
struct XMLElement: Sendable, Hashable {
    var name: String
    var attributes: [String: String] = [:]
    /// The text that stands directly in the element, without blanks at its ends.
    var text = ""
    var children: [XMLElement] = []

    /// The first child with a name.
    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text at the end of a path of names; empty if there is none.
    func text(_ path: String...) -> String {
        var element = self
        for name in path {
            guard let child = element[name] else { return "" }
            element = child
        }
        return element.text
    }

    /// The text at the end of a path of names with dots between them; empty if there is none.
    func text(atPath path: String) -> String {
        var element = self
        for name in path.split(separator: ".") {
            guard let child = element[String(name)] else { return "" }
            element = child
        }
        return element.text
    }

    /// The elements of a list in the child with a name, whatever they are called.
    func list(_ name: String) -> [XMLElement] { self[name]?.children ?? [] }

    /// The children with a name.
    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The elements `item` of a list in the child with a name, as Amazon writes lists.
    func items(_ name: String, _ item: String = "item") -> [XMLElement] { self[name]?.all(item) ?? [] }
}
