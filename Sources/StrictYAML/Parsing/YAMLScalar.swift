/// A scalar of a YAML document.
package struct YAMLScalar: Sendable, Hashable {
    /// The text, quotes and escapes undone.
    package let text: String
    /// Whether the text was written without quotes, so that it may mean a number, a boolean or null.
    package let isPlain: Bool
    /// The tag as it was written and expanded, such as `tag:yaml.org,2002:str`; empty if there is none.
    package let tag: String

    package init(text: String, isPlain: Bool, tag: String) {
        self.text = text
        self.isPlain = isPlain
        self.tag = tag
    }
}

extension YAMLScalar {
    /// Whether the scalar is the key `<<`.
    package var isMergeKey: Bool { text == "<<" && isPlain && (tag.isEmpty || tag == "tag:yaml.org,2002:merge") }
}
