/// The text of `number` as Python prints floats: the shortest that reads back as the same number,
/// always with a point or an exponent, the exponent from 1e16 on and below 1e-4.
public func pythonText(of number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    // Swift prints the same digits, but changes to an exponent elsewhere and writes it otherwise.
    var digits: [UInt8] = []
    var exponent = 0
    var hasPoint = false
    var text = number.magnitude.description.utf8[...]
    while let byte = text.first {
        text = text.dropFirst()
        switch byte {
        case 0x30...0x39:
            digits.append(byte)
            if hasPoint { exponent -= 1 }
        case UInt8(ascii: "e"):
            exponent += Int(String(decoding: text, as: UTF8.self)) ?? 0
            text = text.dropFirst(text.count)
        default: hasPoint = true
        }
    }
    digits = Array(digits.drop { $0 == 0x30 })
    while digits.last == 0x30 {
        digits.removeLast()
        exponent += 1
    }
    if digits.isEmpty { return number.sign == .minus ? "-0.0" : "0.0" }
    let sign = number < 0 ? "-" : ""
    let string = { (bytes: ArraySlice<UInt8>) in String(decoding: bytes, as: UTF8.self) }
    let pointAt = digits.count + exponent
    if pointAt > 16 || pointAt < -3 {
        var result = sign + string(digits[..<1])
        if digits.count > 1 { result += "." + string(digits[1...]) }
        let power = pointAt - 1
        let magnitude = String(abs(power))
        result += (power < 0 ? "e-" : "e+") + (magnitude.utf8.count < 2 ? "0" : "") + magnitude
        return result
    }
    if pointAt <= 0 {
        return sign + "0." + String(repeating: "0", count: -pointAt) + string(digits[...])
    }
    if pointAt >= digits.count {
        let zeros = String(repeating: "0", count: pointAt - digits.count)
        return sign + string(digits[...]) + zeros + ".0"
    }
    return sign + string(digits[..<pointAt]) + "." + string(digits[pointAt...])
}
