import PrometheusClient

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What kind of file system data lies on.
enum FileSystem {
    /// Upstream's names of the usual kinds.
    private static let names = [
        "btrfs": "BTRFS_SUPER_MAGIC", "cifs": "CIFS_MAGIC_NUMBER", "ext4": "EXT4_SUPER_MAGIC",
        "fuse": "FUSE_SUPER_MAGIC",
        "nfs": "NFS_SUPER_MAGIC", "nfs4": "NFS_SUPER_MAGIC", "overlay": "OVERLAYFS_SUPER_MAGIC",
        "tmpfs": "TMPFS_MAGIC", "xfs": "XFS_SUPER_MAGIC", "zfs": "ZFS_SUPER_MAGIC",
    ]

    /// The name of the file system's kind, the kernel's own if upstream has none; `nil` if the kernel does not tell.
    static func kind(of path: String) -> String? {
        var status = stat()
        // Safe: the call fills the structure and copies the path.
        guard unsafe stat(path, &status) == 0, let mounts = SystemFile.text("/proc/self/mountinfo") else { return nil }
        return kind(ofDevice: UInt64(status.st_dev), in: mounts)
    }

    /// Finds the device among the lines of proc(5)'s mountinfo, which name the kind behind a lone hyphen.
    static func kind(ofDevice device: UInt64, in mounts: String) -> String? {
        let number = "\(device >> 8 & 0xfff | device >> 32 & ~0xfff):\(device & 0xff | device >> 12 & 0xfff_ff00)"
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 6, fields[2] == number, let hyphen = fields.firstIndex(of: "-"),
                hyphen + 1 < fields.count
            else { continue }
            let kind = String(fields[hyphen + 1])
            return names[kind] ?? kind
        }
        return nil
    }

    /// Whether a file system of this kind lies on another machine over NFS, which loses what a database relies on.
    static func isNetwork(_ kind: String) -> Bool { kind == "NFS_SUPER_MAGIC" }
}
