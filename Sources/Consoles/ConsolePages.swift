package import HTTPServing
package import PromQL
package import PrometheusModel
internal import StrictYAML
package import Storage
internal import Templating

/// Serves consoles: HTML pages that are templates with queries.
package struct ConsolePages: Sendable {
    private let settings: ConsoleSettings
    private let engine: QueryEngine
    private let storage: any Queryable
    private let clock: WallClock

    package init(_ settings: ConsoleSettings, engine: QueryEngine, storage: any Queryable, clock: WallClock) {
        self.settings = settings
        self.engine = engine
        self.storage = storage
        self.clock = clock
    }

    /// The routes below `/consoles/`.
    package var routes: [Route] {
        guard settings.isEnabled else { return [] }
        return [
            Route(["GET"], "/consoles/*filepath", .whenReady, .whenAccepted) { request in
                await respond(String(decoding: request.parameters[0], as: UTF8.self), request.urlValues)
            }
        ]
    }

    /// The page of a path below the template directory.
    func respond(_ path: String, _ values: FormValues) async -> OutgoingResponse {
        // A name that goes up would leave the directory; nobody who means well asks for one.
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard !parts.contains(".."), !path.utf8.contains(0) else {
            return .failure("http: invalid character in file path", status: 500)
        }
        let file = settings.templateDirectory + "/" + parts.joined(separator: "/")
        let text: String
        do throws(TextFileError) {
            text = String(decoding: try TextFile.read(file), as: UTF8.self)
        } catch {
            return .failure("\(error)", status: error.isMissing ? 404 : 500)
        }
        let name = "__console_/\(parts.joined(separator: "/"))"
        let template: Template
        do {
            template = try Template(name: name, Self.definitions + text, dialect: .html, libraries: try libraries())
        } catch {
            if case .syntax(name, _, _) = error as? TemplateError {
                return .failure("error parsing template \(name): \(error)", status: 500)
            }
            return .failure("error parsing template files for \(name): \(error)", status: 500)
        }
        do throws(TemplateError) {
            let page = try await template.expanded(data(parts.joined(separator: "/"), values), environment)
            return OutgoingResponse(
                status: 200,
                headers: [("Content-Type", "text/html; charset=utf-8")],
                body: .bytes(Array(page.utf8))
            )
        } catch {
            return .failure(error.text(of: name), status: 500)
        }
    }

    /// What stands in front of every page.
    private static let definitions =
        "{{$rawParams := .RawParams}}{{$params := .Params}}{{$path := .Path}}{{$externalLabels := .ExternalLabels}}"

    /// The texts of all libraries, in the order of their names.
    private func libraries() throws(TextFileError) -> [(name: String, text: String)] {
        guard !settings.libraryDirectory.isEmpty else { return [] }
        var result: [(name: String, text: String)] = []
        for path in FilePattern(settings.libraryDirectory + "/*.lib").matches() {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            result.append((name, String(decoding: try TextFile.read(path), as: UTF8.self)))
        }
        return result
    }

    private func data(_ path: String, _ values: FormValues) -> TemplateValue {
        let names = values.names
        let raw = names.map { name -> (key: String, value: TemplateValue) in
            (name, .list(TemplateList(values.all(name).map { .string($0) }, typeName: "[]string")))
        }
        let first = names.map { (key: $0, value: TemplateValue.string(values[$0])) }
        return .structure(
            TemplateStructure(
                [
                    ("RawParams", .map(TemplateMap(raw, typeName: "url.Values"))),
                    ("Params", .map(TemplateMap(first, typeName: "map[string]string"))),
                    ("Path", .string(path)), ("ExternalLabels", .labels(settings.externalLabels())),
                ],
                typeName: "struct { RawParams url.Values; Params map[string]string; Path string; "
                    + "ExternalLabels map[string]string }"
            )
        )
    }

    private var environment: TemplateEnvironment {
        let now = clock.nowMilliseconds()
        var environment = TemplateEnvironment(nowMilliseconds: now, externalURL: settings.externalURL) {
            [engine, storage] query throws(TemplateFunctionError) in
            do throws(PromQLError) {
                switch try await engine.instant(query, at: now, on: storage).value {
                case .scalar(_, let value): return [TemplateSample(labels: Labels(), value: value)]
                case .vector(let vector):
                    return (0..<vector.count).map { i in
                        vector.histograms[i].map {
                            TemplateSample(labels: vector.labels[i], histogram: $0.description)
                        } ?? TemplateSample(labels: vector.labels[i], value: vector.values[i])
                    }
                case .string, .matrix: throw PromQLError.execution("query result is not a vector or scalar")
                }
            } catch {
                throw TemplateFunctionError(error.description)
            }
        }
        environment.dialect = .html
        // A console may have many series; what it does is still bounded.
        environment.limits.steps = 20_000_000
        environment.limits.outputBytes = 64 << 20
        return environment
    }
}

extension TextFileError {
    /// Whether there is no such file.
    fileprivate var isMissing: Bool { reason == "no such file or directory" || reason == "not a directory" }
}
