/// A new project's secret.
enum SecretKey {
    /// 50 random characters after the prefix that tells `manage check` that nobody chose this key
    /// for production.
    static func generate() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)")
        var random = SystemRandomNumberGenerator()
        let characters = (0..<50).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &random)]
        }
        return "apus-insecure-" + String(characters)
    }
}
