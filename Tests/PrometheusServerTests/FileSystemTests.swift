import Testing

@testable import PrometheusServer

@Suite struct FileSystemTests {
    private static let mounts = """
        21 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        28 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        35 28 0:31 / /srv rw - nfs4 server:/export rw
        36 28 259:300 / /big rw,relatime shared:2 master:1 - f2fs /dev/nvme0n1p300 rw
        """

    @Test(arguments: [
        (UInt64(254 << 8 | 1), "EXT4_SUPER_MAGIC"), (31, "NFS_SUPER_MAGIC"), (259 << 8 | 1 << 20 | 44, "f2fs"),
        (7 << 8, nil),
    ])
    func `the kind of a device is found among the mounts`(device: UInt64, kind: String?) {
        #expect(FileSystem.kind(ofDevice: device, in: Self.mounts) == kind)
    }

    @Test func `a directory that does not exist has no kind`() {
        #expect(FileSystem.kind(of: "/nonexistent/directory") == nil)
        #expect(FileSystem.kind(of: "/proc") == "proc")
    }
}
