internal import PromQL
internal import PrometheusModel
internal import Templating

extension RuleContext {
    /// What the templates of alerts of a group can reach when they are expanded at `slot`.
    func templateEnvironment(at slot: Int64, _ origin: QueryOrigin) -> TemplateEnvironment {
        let query = query
        return TemplateEnvironment.answering(at: slot, externalURL: externalURL, parser) {
            (expression, text, time) throws(PromQLError) in
            try await query(RuleQuery(expression, text, at: time, origin))
        }
    }
}

extension TemplateEnvironment {
    /// An environment whose queries are evaluated at `slot`.
    static func answering(
        at slot: Int64,
        externalURL: String,
        _ parser: ParserOptions,
        _ query: @escaping @Sendable (Expression, String, Int64) async throws(PromQLError) -> QueryValue
    ) -> TemplateEnvironment {
        TemplateEnvironment(nowMilliseconds: slot, externalURL: externalURL) { text throws(TemplateFunctionError) in
            do throws(PromQLError) {
                let expression: Expression
                do throws(ParseError) {
                    expression = try Expression.parse(text, options: parser)
                } catch {
                    throw PromQLError.parse(error.description)
                }
                switch try await query(expression, text, slot) {
                case .scalar(_, let value): return [TemplateSample(labels: Labels(), value: value)]
                case .vector(let vector):
                    return RuleSample.all(vector).map { sample in
                        sample.histogram.map { TemplateSample(labels: sample.labels, histogram: $0.description) }
                            ?? TemplateSample(labels: sample.labels, value: sample.value)
                    }
                case .string, .matrix: throw PromQLError.execution("rule result is not a vector or scalar")
                }
            } catch {
                throw TemplateFunctionError(error.description)
            }
        }
    }
}
