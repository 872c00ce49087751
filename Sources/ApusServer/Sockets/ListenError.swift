/// Why a server can't listen somewhere: one line that says where, why and what to do.
public struct ListenError: Error, Hashable, CustomStringConvertible {
    /// Where it was to listen.
    public let address: BindAddress
    /// The system's number: `EADDRINUSE` where another program listens there, `EACCES` where the
    /// rights are missing, `EADDRNOTAVAIL` for an address or host that isn't this machine's.
    public let code: Int32
    /// The line.
    public let description: String

    init(_ address: BindAddress, _ code: Int32, _ description: String) {
        self.address = address
        self.code = code
        self.description = description
    }
}
