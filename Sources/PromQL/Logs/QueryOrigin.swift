/// Who asked a query, for the query log.
package enum QueryOrigin: Sendable, Hashable {
    /// A client of the API.
    case request(clientAddress: String, method: String, path: String)
    /// A rule.
    case ruleGroup(file: String, name: String)
}
