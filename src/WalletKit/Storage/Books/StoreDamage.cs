namespace WalletKit.Storage.Books;

/// <summary>Tells failures that are findings, because they come of the stored data, from failures that come of the world around the store.</summary>
internal static class StoreDamage
{
    public static bool Is(StoreFailure failure) => failure is StoreFailure.Corrupt or StoreFailure.NotADatabase;
}
