using System.Collections.Frozen;

namespace WalletKit.Model.Money;

/// <summary>The codes of ISO 4217, list one, in force on <see cref="AsOf"/>, with their exponents.</summary>
internal static class Iso4217
{
    /// <summary>The publication date of the list that the table repeats.</summary>
    internal const string AsOf = "2026-09-17";

    // The standard says "N.A." in place of a minor unit for metals, bond market units, units of account, and the codes for tests
    // and for no currency. Because no minor unit exists, only whole units can be kept, and that is exponent 0.
    private const string NoMinorUnit = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    // The ariary and the ouguiya divide by five, yet the standard gives them two decimals, and the table follows the standard.
    private const string TwoDecimals =
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN
        BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
        CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK
        DKK DOP DZD EGP ERN ETB EUR FJD FKP
        GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
        IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT
        LAK LBP LKR LRD LSL
        MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
        NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB
        SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
        THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS
        VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
        """;

    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private const string FourDecimals = "CLF UYW";

    /// <summary>The exponent of every code in force. Codes compare ordinally, because the standard's codes are upper case.</summary>
    internal static readonly FrozenDictionary<string, int> Exponents = new[]
        {
            (Codes: NoMinorUnit, Exponent: 0),
            (Codes: NoDecimals, Exponent: 0),
            (Codes: TwoDecimals, Exponent: 2),
            (Codes: ThreeDecimals, Exponent: 3),
            (Codes: FourDecimals, Exponent: 4),
        }
        .SelectMany(group => group.Codes
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(code => KeyValuePair.Create(code, group.Exponent)))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
