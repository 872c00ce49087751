// swift-tools-version: 6.2
import Glibc
import PackageDescription

let apus: Target.Dependency = .product(name: "Apus", package: "apus")

// What is measured is what is deployed (docs/deploy): one file with the Swift runtime in it. Loaders know
// packed relocations from glibc 2.36 on.
var flags = [
    "-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections",
    "-use-ld=lld", "-Xlinker", "--no-export-dynamic",
]
var glibc = [UInt8](repeating: 0, count: 64)
let length = glibc.withUnsafeMutableBytes {
    confstr(Int32(_CS_GNU_LIBC_VERSION), $0.baseAddress, $0.count)
}
let version = String(decoding: glibc.prefix(max(length, 1) - 1), as: UTF8.self)  // "glibc 2.36"
if let number = version.split(separator: " ").last.flatMap({ Double($0) }), number >= 2.36 {
    flags += ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
}
let deployed: LinkerSetting = .unsafeFlags(flags, .when(configuration: .release))

let package = Package(
    name: "workbench",
    products: [.executable(name: "manage", targets: ["manage"])],
    dependencies: [.package(name: "apus", path: "../..")],
    targets: [
        .target(name: "workbench", dependencies: [apus]),
        .executableTarget(
            name: "manage", dependencies: ["workbench", apus], linkerSettings: [deployed]),
    ]
)
