import Logging
import PrometheusConfiguration
import PromQL

extension ServerParts {
    /// How the query engine and its log take a new configuration.
    static func engineSteps(_ engine: QueryEngine) -> [ConfigurationStep] {
        [engineStep(engine), queryLogStep(engine)]
    }

    /// How the query log takes a new configuration: its file is opened again with each, so that it can be rotated.
    static func queryLogStep(_ engine: QueryEngine) -> ConfigurationStep {
        ConfigurationStep("query_logger") { configuration in
            let path = configuration.global.queryLogFile
            guard !path.isEmpty else { return { engine.setLog(nil) } }
            do throws(QueryLogError) {
                let log = try QueryLog(path: path)
                return { engine.setLog(log) }
            } catch {
                throw ServerError.configuration("can't create json log file: \(error)")
            }
        }
    }

    /// Notes from now on which queries run, and tells which ones the last run did not finish.
    static func noteActiveQueries(_ engine: QueryEngine, _ options: ServerOptions, _ logger: Logger) throws {
        do throws(ActiveQueryLogError) {
            let slots = options.engine.maximumConcurrency
            let (log, unfinished) = try ActiveQueryLog.open(in: options.dataDirectory, slots: slots)
            if let unfinished {
                logger.component("activeQueryTracker").info(
                    "These queries didn't finish in prometheus' last run:",
                    metadata: ["queries": "\(unfinished)"]
                )
            }
            engine.setActiveLog(log)
        } catch {
            let metadata: Logger.Metadata = ["err": "\(error)"]
            logger.component("activeQueryTracker").error("\(error.message)", metadata: metadata)
            throw ServerError.storage("failed to initialize active query tracker: \(error)")
        }
    }
}
