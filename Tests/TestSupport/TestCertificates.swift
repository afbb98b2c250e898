/// Certificates for tests, valid for a hundred years.
///
/// Two authorities, a server (`prometheus.test` and 127.0.0.1; with `named` the name only) and a client.
package enum TestCertificates {
    package static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBgTCCASegAwIBAgIUfXxoLkapJVOMuA0Pg7Z9tLJqzfIwCgYIKoZIzj0EAwIw
        DTELMAkGA1UEAwwCY2EwIBcNMjYxMTI0MTczMDIwWhgPMjEyNjEwMzExNzMwMjBa
        MA0xCzAJBgNVBAMMAmNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnQTYRFKR
        8rTD8K5EElIY6noqxX8lnlohgSBZewRx51g6Qp1nYaaZG2giKsDiMFoKV5zTZjY7
        H5OMaP2lcTChe6NjMGEwHQYDVR0OBBYEFMJDne18TNpy9f1LvBmGqIaYK5FJMB8G
        A1UdIwQYMBaAFMJDne18TNpy9f1LvBmGqIaYK5FJMA8GA1UdEwEB/wQFMAMBAf8w
        DgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49BAMCA0gAMEUCIGtFqpwmMazS0Wq1k+Bi
        jR8Qj/NvHPrL5INPA3yrK2eCAiEAyhCkyZdWu9Gwn36UZEi6/skxSKYMVBbJ2CVM
        BlnLcXg=
        -----END CERTIFICATE-----
        """
    package static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCAS2gAwIBAgIUQda2nbvtGtV3pwjsxniDEn/3OxIwCgYIKoZIzj0EAwIw
        EDEOMAwGA1UEAwwFb3RoZXIwIBcNMjYxMTI0MTczMDIwWhgPMjEyNjEwMzExNzMw
        MjBaMBAxDjAMBgNVBAMMBW90aGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        tKkUnLwDkJbdPrkkgFGIgWYg8Hzmp7BaslcF/mbsnqf+2iQBoREYQQoVgAgSs2wb
        iRZHzJaO+FLJ4XKK6tAJk6NjMGEwHQYDVR0OBBYEFKsNdhgbMBnX2bc6Lt2L+2kB
        JtCbMB8GA1UdIwQYMBaAFKsNdhgbMBnX2bc6Lt2L+2kBJtCbMA8GA1UdEwEB/wQF
        MAMBAf8wDgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49BAMCA0gAMEUCIHwy0Uj6lSPJ
        3piDuy06kxYrs7492PwPntfyTTyOqNpYAiEAuSqdEvrZcpHV9OVgCgNhXqksANp5
        50yrvFwQ3KdcSzQ=
        -----END CERTIFICATE-----
        """
    package static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBhjCCASygAwIBAgIUC8Mb23VwU7YvG1pCjIHKV+Mtb2swCgYIKoZIzj0EAwIw
        DTELMAkGA1UEAwwCY2EwIBcNMjYxMTI0MTczMDIwWhgPMjEyNjEwMzExNzMwMjBa
        MBExDzANBgNVBAMMBnNlcnZlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJCF
        IeloxxLIUT/Vrpu2iq9qxMvmX9geFV6TCxTkDTWHQYU8gME2fjyE40ZQJoPTTgrD
        QPAr7trrzh/aeELxi2ujZDBiMCAGA1UdEQQZMBeCD3Byb21ldGhldXMudGVzdIcE
        fwAAATAdBgNVHQ4EFgQUl2/GwTkf2HeYtcn1jnWws0RfYt8wHwYDVR0jBBgwFoAU
        wkOd7XxM2nL1/Uu8GYaohpgrkUkwCgYIKoZIzj0EAwIDSAAwRQIgapNWZ8zOVXhs
        RLzA6pA8VMabTrTe6YM/z7wWT+M2l5MCIQD30DUad/CeA/KOJhCBbaV73eJrvVhy
        kHy2CFNYcsJBqA==
        -----END CERTIFICATE-----
        """
    package static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgU59vmV5rD+TRUiS5
        zjcuTjxP3VR1tUzXlQhpWThhhqihRANCAASQhSHpaMcSyFE/1a6btoqvasTL5l/Y
        HhVekwsU5A01h0GFPIDBNn48hONGUCaD004Kw0DwK+7a684f2nhC8Ytr
        -----END PRIVATE KEY-----
        """
    package static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBGjCBwQIUC8Mb23VwU7YvG1pCjIHKV+Mtb2wwCgYIKoZIzj0EAwIwDTELMAkG
        A1UEAwwCY2EwIBcNMjYxMTI0MTczMDIwWhgPMjEyNjEwMzExNzMwMjBaMBExDzAN
        BgNVBAMMBmNsaWVudDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDRcoGb7oGy5
        iuQcj4scnweebTzxq+VQg+A9PcQq7FSDC5uWLsS5CPf8c058Zwvu3Rn4JtakgTWI
        0LWT4NXZnecwCgYIKoZIzj0EAwIDSAAwRQIgXFhp7Qqhc9MVFHOBCwfQP95vfVvI
        XZ10wadwfzcCyo8CIQCimBrV0BFBD3iwuy++XOvT+gRXbqpSIwYt5Qu8kxGwUg==
        -----END CERTIFICATE-----
        """
    package static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgz5sr3w0lm+RurqfV
        6nuQfNRVoO8rz1YRcAzCRwLZEeWhRANCAAQ0XKBm+6BsuYrkHI+LHJ8Hnm088avl
        UIPgPT3EKuxUgwubli7EuQj3/HNOfGcL7t0Z+CbWpIE1iNC1k+DV2Z3n
        -----END PRIVATE KEY-----
        """
    package static let named = """
        -----BEGIN CERTIFICATE-----
        MIIBgDCCASagAwIBAgIUC8Mb23VwU7YvG1pCjIHKV+Mtb20wCgYIKoZIzj0EAwIw
        DTELMAkGA1UEAwwCY2EwIBcNMjYxMTI0MTczNTQ2WhgPMjEyNjEwMzExNzM1NDZa
        MBExDzANBgNVBAMMBnNlcnZlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJCF
        IeloxxLIUT/Vrpu2iq9qxMvmX9geFV6TCxTkDTWHQYU8gME2fjyE40ZQJoPTTgrD
        QPAr7trrzh/aeELxi2ujXjBcMBoGA1UdEQQTMBGCD3Byb21ldGhldXMudGVzdDAd
        BgNVHQ4EFgQUl2/GwTkf2HeYtcn1jnWws0RfYt8wHwYDVR0jBBgwFoAUwkOd7XxM
        2nL1/Uu8GYaohpgrkUkwCgYIKoZIzj0EAwIDSAAwRQIhAI50J3m7oChiSGB87XWd
        IKLFHc7KuwEjYksvA6n70BOjAiAO6Q5sDqY5yTnAvUQ1tUjSk8RE+rw2t+PajQqY
        ZS5gKg==
        -----END CERTIFICATE-----
        """
}
