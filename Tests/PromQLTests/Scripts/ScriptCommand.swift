/// A command of a script.
enum ScriptCommand {
    case clear
    /// Series with the distance of their samples in milliseconds.
    case load(step: Int64, series: [Substring], withCustomBuckets: Bool)
    case eval(ScriptCase)
}
