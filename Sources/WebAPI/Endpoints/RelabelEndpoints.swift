internal import HTTPServing
internal import LabelMatching
internal import PrometheusConfiguration
internal import PrometheusModel
internal import StrictYAML

/// `scrape_pools/config` and `targets/relabel_steps`: what a job was set up with, and what its rules do to labels.
struct RelabelEndpoints: Sendable {
    /// One rule and what it made of the labels.
    struct Step {
        var rule: RelabelRule
        var output: Labels
        var isKept: Bool
    }

    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/scrape_pools/config") { request async throws(APIError) in
                let job = try job(try await APIParameters(request))
                return APIAnswer.success { writer in writer.object { $0.member("yaml", job.displayedText) } }
            },
            APIRoutes.route(["GET"], "/targets/relabel_steps") { request async throws(APIError) in
                let parameters = try await APIParameters(request)
                guard !parameters["scrapePool"].isEmpty else { throw .badData("no scrapePool parameter provided") }
                guard !parameters["labels"].isEmpty else { throw .badData("no labels parameter provided") }
                let labels = try Self.labels(parameters["labels"])
                let steps = Self.steps(try job(parameters).relabelRules, labels)
                return APIAnswer.success { writer in
                    writer.object {
                        $0.key("steps")
                        $0.array(steps) { writer, step in step.write(to: &writer) }
                    }
                }
            },
        ]
    }

    private func job(_ parameters: APIParameters) throws(APIError) -> ScrapeSettings {
        let name = parameters["scrapePool"]
        guard !name.isEmpty else { throw .badData("no scrapePool parameter provided") }
        guard let job = services.scrapeJobs().first(where: { $0.jobName == name }) else {
            throw .badData("error retrieving scrape config: scrape pool \(name.quoted) not found")
        }
        return job
    }

    private static func labels(_ text: String) throws(APIError) -> LabelsBuilder {
        let document: JSONDocument
        do throws(JSONDocumentError) {
            document = try JSONDocument(bytes: Array(text.utf8))
        } catch {
            throw .badData("error parsing labels: \(error.problem)")
        }
        guard let entries = document.root.entries else {
            throw .badData("error parsing labels: json: cannot unmarshal value into Go value of type labels.Labels")
        }
        var builder = LabelsBuilder()
        for entry in entries {
            guard let value = entry.value.scalar?.text else {
                throw .badData("error parsing labels: json: cannot unmarshal value into Go value of type string")
            }
            builder.set(entry.key.scalar?.text ?? "", value)
        }
        return builder
    }

    /// What each rule makes of the labels; after one that drops them there is nothing left to make anything of.
    static func steps(_ rules: [RelabelRule], _ labels: LabelsBuilder) -> [Step] {
        var labels = labels
        var isKept = true
        return rules.map { rule in
            isKept = isKept && rule.apply(to: &labels)
            return Step(rule: rule, output: isKept ? labels.labels() : Labels(), isKept: isKept)
        }
    }
}

extension RelabelEndpoints.Step {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("rule")
            $0.object { rule.write(to: &$0) }
            $0.key("output")
            $0.labels(output)
            $0.member("keep", isKept)
        }
    }
}

extension RelabelRule {
    /// The settings that are not empty, by their names in the configuration.
    fileprivate func write(to writer: inout JSONWriter) {
        if !sourceLabels.isEmpty {
            writer.key("source_labels")
            writer.strings(sourceLabels)
        }
        if !separator.isEmpty { writer.member("separator", separator) }
        writer.member("regex", pattern?.text ?? "(.*)")
        if modulus > 0 { writer.member("modulus", Int(clamping: modulus)) }
        if !targetLabel.isEmpty { writer.member("target_label", targetLabel) }
        if !replacement.isEmpty { writer.member("replacement", replacement) }
        writer.member("action", action.rawValue)
    }
}
