/// Something that the operator should know now, for the pages.
package struct ServerNotification: Sendable, Hashable {
    package var text: String
    package var sinceMilliseconds: Int64

    package init(text: String, sinceMilliseconds: Int64) {
        self.text = text
        self.sinceMilliseconds = sinceMilliseconds
    }
}
