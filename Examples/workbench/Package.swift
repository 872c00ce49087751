// swift-tools-version: 6.2
import PackageDescription

let apus: Target.Dependency = .product(name: "Apus", package: "apus")

let package = Package(
    name: "workbench",
    products: [.executable(name: "manage", targets: ["manage"])],
    dependencies: [.package(name: "apus", path: "../..")],
    targets: [
        .target(name: "workbench", dependencies: [apus]),
        .executableTarget(name: "manage", dependencies: ["workbench", apus]),
    ]
)
