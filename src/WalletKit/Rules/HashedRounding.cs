namespace WalletKit.Rules;

/// <summary>The numbers by which roundings are hashed. They are WalletKit's own, so that they do not depend on the numbers of .NET.</summary>
internal static class HashedRounding
{
    /// <summary>The number of a rounding; 0, which no transaction is written with, where .NET has no such rounding.</summary>
    public static byte Of(MidpointRounding rounding) => rounding switch
    {
        MidpointRounding.ToEven => 1,
        MidpointRounding.AwayFromZero => 2,
        MidpointRounding.ToZero => 3,
        MidpointRounding.ToNegativeInfinity => 4,
        MidpointRounding.ToPositiveInfinity => 5,
        _ => 0,
    };
}
