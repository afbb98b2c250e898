/// A parameter of the scrape's query string.
package struct ScrapeParameter: Sendable, Hashable {
    package var name: String
    package var values: [String]

    package init(name: String, values: [String]) {
        self.name = name
        self.values = values
    }
}
