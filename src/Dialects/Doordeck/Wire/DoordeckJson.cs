using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Dialects.Doordeck.Account;
using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Platform;
using Latchwork.Dialects.Doordeck.Sharing;

namespace Latchwork.Dialects.Doordeck.Wire;

[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TimeBody))]
[JsonSerializable(typeof(LogInBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(AskResetBody))]
[JsonSerializable(typeof(ResetBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(CheckBody))]
[JsonSerializable(typeof(StepUpBody))]
[JsonSerializable(typeof(ChainBody))]
[JsonSerializable(typeof(PersonKeyBody))]
[JsonSerializable(typeof(OneQueryBody))]
[JsonSerializable(typeof(ManyQueryBody))]
[JsonSerializable(typeof(FoundPersonBody[]))]
[JsonSerializable(typeof(ApplicationGivenBody))]
[JsonSerializable(typeof(ApplicationBody))]
[JsonSerializable(typeof(ApplicationBody[]))]
[JsonSerializable(typeof(UrlBody))]
[JsonSerializable(typeof(KidBody))]
[JsonSerializable(typeof(UserIdBody))]
[JsonSerializable(typeof(OwnerBody[]))]
[JsonSerializable(typeof(ApplicationUserBody[]))]
[JsonSerializable(typeof(ContentTypeBody))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class DoordeckJson : JsonSerializerContext
{
    private const int Depth = 16;

    /// <summary>
    /// Unknown members are ignored on every level, <c>type</c> above all; nulls are written (3). A member that is there twice is refused (AZ-10), and so is a
    /// null or nothing where a member must be.
    /// </summary>
    public static DoordeckJson Wire { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                AllowDuplicateProperties = false,
                RespectNullableAnnotations = true,
                RespectRequiredConstructorParameters = true,
                MaxDepth = Depth,
            }
        );
}
