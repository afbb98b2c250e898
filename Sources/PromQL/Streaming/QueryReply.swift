/// What came of a query: all of it, or its series a few at a time.
package enum QueryReply: Sendable {
    case result(QueryResult)
    case stream(StreamedQuery)
}
