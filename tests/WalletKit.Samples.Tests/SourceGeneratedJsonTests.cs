using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace WalletKit.Samples.Tests;

/// <summary>A host's own source-generated context, which sees only the public surface, writes and reads the values that a host gets.</summary>
public sealed partial class SourceGeneratedJsonTests
{
    [Fact]
    public async Task Receipts_come_back_as_they_were()
    {
        var token = TestContext.Current.CancellationToken;
        await using var services = new ServiceCollection().AddWalletKit(wallets => wallets.UseInMemory()).BuildServiceProvider();
        var wallets = services.GetRequiredService<IWalletService>();
        var (open, other) = (await wallets.OpenAsync("user-1", "USD", cancellationToken: token), await wallets.OpenAsync("user-2", "USD", cancellationToken: token));
        var id = open.Wallet.Id;
        var deposit = await wallets.DepositAsync(id, 100m, new() { Metadata = new Dictionary<string, string> { ["channel"] = "web" } }, token);
        var hold = await wallets.PlaceHoldAsync(id, 40m, new() { ExpiresIn = TimeSpan.FromHours(1) }, token);

        AssertComesBack(open, HostJson.Default.OpenReceipt);
        AssertComesBack(deposit, HostJson.Default.TransactionReceipt);
        AssertComesBack(hold, HostJson.Default.HoldReceipt);
        AssertComesBack(await wallets.CaptureHoldAsync(hold.Hold.Id, 15m, new() { KeepOpen = true }, token), HostJson.Default.CaptureReceipt);
        AssertComesBack(await wallets.TransferAsync(id, other.Wallet.Id, 5m, cancellationToken: token), HostJson.Default.TransferReceipt);
        AssertComesBack(await wallets.FreezeAsync(id, cancellationToken: token), HostJson.Default.EventReceipt);
        AssertComesBack(await wallets.GetBalanceAsync(id, token), HostJson.Default.WalletBalance);
        var results = (await wallets.ExecuteAsync([new Deposit(id, 1m)], cancellationToken: token)).Results;
        Assert.Single(results[0].Transactions);
        AssertComesBack(results[0], HostJson.Default.CommandResult);
    }

    private static void AssertComesBack<T>(T value, JsonTypeInfo<T> type) =>
        Assert.Equal(value, JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type));

    [JsonSerializable(typeof(OpenReceipt))]
    [JsonSerializable(typeof(TransactionReceipt))]
    [JsonSerializable(typeof(HoldReceipt))]
    [JsonSerializable(typeof(CaptureReceipt))]
    [JsonSerializable(typeof(TransferReceipt))]
    [JsonSerializable(typeof(EventReceipt))]
    [JsonSerializable(typeof(WalletBalance))]
    [JsonSerializable(typeof(CommandResult))]
    private sealed partial class HostJson : JsonSerializerContext;
}
