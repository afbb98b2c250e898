/// What a template can reach beside its data.
package struct TemplateEnvironment: Sendable {
    /// Answers a query, or says why not.
    package typealias Query = @Sendable (String) async throws(TemplateFunctionError) -> [TemplateSample]

    package var query: Query
    /// The time of the evaluation, in milliseconds since the Unix epoch.
    package var nowMilliseconds: Int64
    package var externalURL: String
    package var dialect = TemplateDialect.text
    package var limits = TemplateLimits()

    package init(
        nowMilliseconds: Int64,
        externalURL: String,
        query: @escaping Query = { _ throws(TemplateFunctionError) in throw TemplateFunctionError("no queries here") }
    ) {
        self.query = query
        self.nowMilliseconds = nowMilliseconds
        self.externalURL = externalURL
    }
}
