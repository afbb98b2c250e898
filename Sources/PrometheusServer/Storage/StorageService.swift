import Dispatch
import Logging
import ServiceLifecycle
import Storage
import TSDB

/// Opens the data directory, keeps it open, and closes it when everything that uses it has stopped.
struct StorageService: Service {
    let options: ServerOptions
    let database: LateDatabase
    /// Reached when the database is open.
    let opened: Milestone
    let logger: Logger

    func run() async throws {
        if let problem = options.databaseProblem { throw ServerError.storage(problem) }
        logger.info("Starting TSDB ...")
        database.open(try await open())
        logger.info("TSDB started")
        opened.reach()
        try? await gracefulShutdown()
        do throws(StorageError) {
            try database.close()
        } catch {
            logger.error("error stopping storage", metadata: ["err": "\(error)"])
        }
    }

    /// Replays the log on a thread of its own: it may take minutes, and the others serve meanwhile.
    private func open() async throws(ServerError) -> Database {
        let (directory, options) = (options.dataDirectory, options.database)
        let result: Result<Database, StorageError> = await withCheckedContinuation { continuation in
            DispatchQueue(label: "tsdb-open").async {
                continuation.resume(
                    returning: Result { () throws(StorageError) in
                        try Database.open(directory: directory, options: options)
                    }
                )
            }
        }
        switch result {
        case .success(let database): return database
        case .failure(let error): throw .storage("opening storage failed: \(error)")
        }
    }
}
