import PromtoolCommands
import Synchronization

/// What a command wrote.
final class RecordedOutput: Sendable {
    private let texts = Mutex((standard: "", error: ""))

    var standard: String { texts.withLock(\.standard) }
    var error: String { texts.withLock(\.error) }

    var output: ProgramOutput {
        ProgramOutput(
            standard: { [self] text in texts.withLock { $0.standard += text } },
            error: { [self] text in texts.withLock { $0.error += text } }
        )
    }
}
