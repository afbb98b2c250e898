/// A key and its value in a YAML mapping.
package struct YAMLEntry: Sendable {
    package let key: YAMLNode
    package let value: YAMLNode
}
