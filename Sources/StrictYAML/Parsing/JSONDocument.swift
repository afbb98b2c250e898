/// A JSON text as the same kind of tree that YAML has, so that both are decoded by the same code.
///
/// JSON is nearly YAML, but YAML's parser knows no surrogate pairs and forgives what JSON's must not.
package struct JSONDocument: Sendable {
    package let root: YAMLNode

    /// Parses the bytes of a file; more values than `nodeLimit` are refused, for texts from outside.
    package init(bytes: [UInt8], nodeLimit: Int = .max) throws(JSONDocumentError) {
        var reader = JSONTreeReader(bytes, nodeLimit: nodeLimit)
        root = try reader.readDocument()
    }
}
