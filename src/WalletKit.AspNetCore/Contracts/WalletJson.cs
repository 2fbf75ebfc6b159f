using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WalletKit.Rules;

namespace WalletKit.AspNetCore;

/// <summary>The JSON of the endpoints, generated at build time, so that it works trimmed and as native AOT.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OpenWalletRequest))]
[JsonSerializable(typeof(MoneyRequest))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(CaptureRequest))]
[JsonSerializable(typeof(VoidRequest))]
[JsonSerializable(typeof(ReverseRequest))]
[JsonSerializable(typeof(StateRequest))]
[JsonSerializable(typeof(CreditLimitRequest))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(EraseOwnerRequest))]
[JsonSerializable(typeof(ErasureResponse))]
[JsonSerializable(typeof(WalletResponse))]
[JsonSerializable(typeof(WalletListResponse))]
[JsonSerializable(typeof(BalanceResponse))]
[JsonSerializable(typeof(BalanceAsOfResponse))]
[JsonSerializable(typeof(StatementResponse))]
[JsonSerializable(typeof(TransactionResponse))]
[JsonSerializable(typeof(TransactionPageResponse))]
[JsonSerializable(typeof(TransactionsResponse))]
[JsonSerializable(typeof(HoldResponse))]
[JsonSerializable(typeof(CaptureResponse))]
[JsonSerializable(typeof(HoldPageResponse))]
[JsonSerializable(typeof(EventResponse))]
[JsonSerializable(typeof(EventPageResponse))]
[JsonSerializable(typeof(TrialBalanceResponse))]
[JsonSerializable(typeof(ProblemResponse))]
internal sealed partial class WalletJson : JsonSerializerContext
{
    private static WalletJson Answers => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>
    /// The way in which an answer is written: as UTF-8, like ASP.NET Core's own answers. Only characters that JSON requires to be escaped, and characters
    /// outside the basic plane, are escaped.
    /// </summary>
    public static JsonTypeInfo<T> ForAnswer<T>(JsonTypeInfo<T> type) => (JsonTypeInfo<T>)Answers.GetTypeInfo(type.Type)!;
}
