/// `text` with each letter or digit that has one as its plain Latin form (`é` as `e`, `ﬁ` as `fi`),
/// the rest without what is not ASCII.
func asciiLetters(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if scalar.value < 0x80 {
            result.unicodeScalars.append(scalar)
        } else if let plain = LatinForms.table[scalar.value] {
            result += plain
        }
    }
    return result
}

/// The ASCII part of Unicode's compatibility decompositions (UnicodeData.txt, Unicode 15.1), as far
/// as it has letters, digits, spaces or dashes.
private enum LatinForms {
    static let table: [UInt32: String] = {
        var table: [UInt32: String] = [:]
        for entry in runs.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let parts = entry.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, var value = UInt32(parts[0], radix: 16) else { continue }
            for character in parts[1].unicodeScalars {
                switch character {
                case ".": break
                case "~": table[value] = " "
                default: table[value] = String(character)
                }
                value += 1
            }
        }
        for entry in longer.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let parts = entry.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let value = UInt32(parts[0], radix: 16) else { continue }
            table[value] = String(parts[1])
        }
        return table
    }()

    /// Neighbours that have one character each; a dot is one that has none, `~` is a space.
    private static let runs = """
        A0:~ A8:~.a AF:~..23~ B8:~1o
        C0:AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.yAaAaAa
        106:CcCcCcCcDd..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI
        134:JjKk.LlLlLlLl..NnNnNnn..OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZ 17A:zZzZzs
        1A0:Oo 1AF:Uu 1CD:AaIiOoUuUuUuUuUu.AaAa 1E6:GgKkOoOo..j 1F4:Gg..NnAa
        200:AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh 226:AaEeOoOoOoOoYy 2B0:h.jr 2B7:wy 2D8:~~~~~~
        2E1:lsx 37A:~ 384:~~ 1D2C:A.B.DE.GHIJKLMN.O.PRTUWa 1D47:bde 1D4D:g.km.o 1D56:ptu..v
        1D62:iruv 1D9C:c 1DA0:f 1DBB:z
        1E00:AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNn
        1E46:NnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXx
        1E8C:XxYyZzZzZzhtwyas
        1EA0:AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUu
        1EE6:UuUuUuUuUuUuYyYyYyYy 1FBD:~.~~~ 1FCD:~~~ 1FDD:~~~ 1FED:~~ 1FFD:~~.~~~~~~~~~~~
        2017:~ 202F:~ 203E:~ 205F:~ 2070:0i..456789 207F:n0123456789 2090:aeox.hklmnpst 2102:CC
        2109:FgHHHh.IILl.N 2119:PQRRR 2124:Z 2128:Z.KABC.eEF.Mo 2139:i 2145:Ddeij 215F:1I 2164:V
        2169:X..LCDMi 2174:v 2179:x..lcdm 2460:123456789
        24B6:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0 2C7C:jV 3000:~ 309B:~~
        32C0:123456789 3358:0123456789 3382:A 338C:Fg 3395:l 339B:m 33B2:s 33B6:V 33BC:W 33C0:kM
        33E0:123456789 A7F2:CFQ FC5E:~~~~~~ FDFB:~ FE33:__ FE49:~~~~___ FE63:-
        FE70:~.~.~.~.~.~.~.~ FF0D:-..0123456789 FF21:ABCDEFGHIJKLMNOPQRSTUVWXYZ
        FF3F:_.abcdefghijklmnopqrstuvwxyz FFE3:~ 107A5:q
        1D400:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR
        1D446:STUVWXYZabcdefg.ijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij
        1D48C:klmnopqrstuvwxyzA.CD..G..JK..NOPQ.STUVWXYZabcd.f.hijklmn.pqrstuvwxyzAB
        1D4D2:CDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzAB.DEFG..JKLMNOPQ.ST
        1D518:UVWXY.abcdefghijklmnopqrstuvwxyzAB.DEFG.IJKLM.O
        1D54A:STUVWXY.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij
        1D590:klmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzAB
        1D5D6:CDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST
        1D61C:UVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl
        1D662:mnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz
        1D7CE:01234567890123456789012345678901234567890123456789 1F12A:SCR
        1F130:ABCDEFGHIJKLMNOPQRSTUVWXYZ 1FBF0:0123456789
        """

    /// Those that have several.
    private static let longer = """
        BC:14 BD:12 BE:34 132:IJ 133:ij 1C4:DZ 1C5:Dz 1C6:dz 1C7:LJ 1C8:Lj 1C9:lj 1CA:NJ 1CB:Nj
        1CC:nj 1F1:DZ 1F2:Dz 1F3:dz 20A8:Rs 2100:ac 2101:as 2105:co 2106:cu 2116:No 2120:SM
        2121:TEL 2122:TM 213B:FAX 2150:17 2151:19 2152:110 2153:13 2154:23 2155:15 2156:25
        2157:35 2158:45 2159:16 215A:56 215B:18 215C:38 215D:58 215E:78 2161:II 2162:III 2163:IV
        2165:VI 2166:VII 2167:VIII 2168:IX 216A:XI 216B:XII 2171:ii 2172:iii 2173:iv 2175:vi
        2176:vii 2177:viii 2178:ix 217A:xi 217B:xii 2189:03 2469:10 246A:11 246B:12 246C:13
        246D:14 246E:15 246F:16 2470:17 2471:18 2472:19 2473:20 2474:1 2475:2 2476:3 2477:4
        2478:5 2479:6 247A:7 247B:8 247C:9 247D:10 247E:11 247F:12 2480:13 2481:14 2482:15
        2483:16 2484:17 2485:18 2486:19 2487:20 2488:1 2489:2 248A:3 248B:4 248C:5 248D:6 248E:7
        248F:8 2490:9 2491:10 2492:11 2493:12 2494:13 2495:14 2496:15 2497:16 2498:17 2499:18
        249A:19 249B:20 249C:a 249D:b 249E:c 249F:d 24A0:e 24A1:f 24A2:g 24A3:h 24A4:i 24A5:j
        24A6:k 24A7:l 24A8:m 24A9:n 24AA:o 24AB:p 24AC:q 24AD:r 24AE:s 24AF:t 24B0:u 24B1:v
        24B2:w 24B3:x 24B4:y 24B5:z 3250:PTE 3251:21 3252:22 3253:23 3254:24 3255:25 3256:26
        3257:27 3258:28 3259:29 325A:30 325B:31 325C:32 325D:33 325E:34 325F:35 32B1:36 32B2:37
        32B3:38 32B4:39 32B5:40 32B6:41 32B7:42 32B8:43 32B9:44 32BA:45 32BB:46 32BC:47 32BD:48
        32BE:49 32BF:50 32C9:10 32CA:11 32CB:12 32CC:Hg 32CD:erg 32CE:eV 32CF:LTD 3362:10
        3363:11 3364:12 3365:13 3366:14 3367:15 3368:16 3369:17 336A:18 336B:19 336C:20 336D:21
        336E:22 336F:23 3370:24 3371:hPa 3372:da 3373:AU 3374:bar 3375:oV 3376:pc 3377:dm
        3378:dm2 3379:dm3 337A:IU 3380:pA 3381:nA 3383:mA 3384:kA 3385:KB 3386:MB 3387:GB
        3388:cal 3389:kcal 338A:pF 338B:nF 338E:mg 338F:kg 3390:Hz 3391:kHz 3392:MHz 3393:GHz
        3394:THz 3396:ml 3397:dl 3398:kl 3399:fm 339A:nm 339C:mm 339D:cm 339E:km 339F:mm2
        33A0:cm2 33A1:m2 33A2:km2 33A3:mm3 33A4:cm3 33A5:m3 33A6:km3 33A7:ms 33A8:ms2 33A9:Pa
        33AA:kPa 33AB:MPa 33AC:GPa 33AD:rad 33AE:rads 33AF:rads2 33B0:ps 33B1:ns 33B3:ms 33B4:pV
        33B5:nV 33B7:mV 33B8:kV 33B9:MV 33BA:pW 33BB:nW 33BD:mW 33BE:kW 33BF:MW 33C2:am 33C3:Bq
        33C4:cc 33C5:cd 33C6:Ckg 33C7:Co 33C8:dB 33C9:Gy 33CA:ha 33CB:HP 33CC:in 33CD:KK 33CE:KM
        33CF:kt 33D0:lm 33D1:ln 33D2:log 33D3:lx 33D4:mb 33D5:mil 33D6:mol 33D7:PH 33D8:pm
        33D9:PPM 33DA:PR 33DB:sr 33DC:Sv 33DD:Wb 33DE:Vm 33DF:Am 33E9:10 33EA:11 33EB:12 33EC:13
        33ED:14 33EE:15 33EF:16 33F0:17 33F1:18 33F2:19 33F3:20 33F4:21 33F5:22 33F6:23 33F7:24
        33F8:25 33F9:26 33FA:27 33FB:28 33FC:29 33FD:30 33FE:31 33FF:gal FB00:ff FB01:fi FB02:fl
        FB03:ffi FB04:ffl FB05:st FB06:st FDFA:--- 1F100:0 1F101:0 1F102:1 1F103:2 1F104:3
        1F105:4 1F106:5 1F107:6 1F108:7 1F109:8 1F10A:9 1F110:A 1F111:B 1F112:C 1F113:D 1F114:E
        1F115:F 1F116:G 1F117:H 1F118:I 1F119:J 1F11A:K 1F11B:L 1F11C:M 1F11D:N 1F11E:O 1F11F:P
        1F120:Q 1F121:R 1F122:S 1F123:T 1F124:U 1F125:V 1F126:W 1F127:X 1F128:Y 1F129:Z 1F12D:CD
        1F12E:WZ 1F14A:HV 1F14B:MV 1F14C:SD 1F14D:SS 1F14E:PPV 1F14F:WC 1F16A:MC 1F16B:MD
        1F16C:MR 1F190:DJ
        """
}
