/// What one that follows directories or files is told.
enum DirectoryEvent: Sendable {
    /// Something in a directory may have changed.
    case changed
    /// The system had more to tell than it could keep.
    case lost
    /// It is time to look whether directories are there now.
    case poll
    /// It is time to read all files again.
    case refresh
}
