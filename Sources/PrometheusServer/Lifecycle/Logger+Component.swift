import Logging

extension Logger {
    /// The logger of a part of the server.
    func component(_ name: String) -> Logger {
        var logger = self
        logger[metadataKey: "component"] = "\(name)"
        return logger
    }

    /// A logger for libraries whose own messages are no news to an operator.
    var onlyCritical: Logger {
        var logger = self
        logger.logLevel = .critical
        return logger
    }
}
