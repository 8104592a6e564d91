#include "expression/grammar.h"

namespace tenure::expression {

// <class> and n*m<class> are greedy runs of bytes: no rule wants a shorter one, because what
// follows such a run never begins with a byte of it. <blanks> and <blanks?> are RWS and BWS, and
// <percent> is a "%" that begins no percent-encoding, as it stands in text that was decoded.
// The key in a path segment takes no signs that mean something else: a model would say as much.
// <function> is an identifier but for any and all, whose parentheses hold something else.
// Strings take every byte that they could hold percent-encoded.
const std::string_view kGrammarText = R"ABNF(
; ---- expressions
commonExpr = operand [ arithmeticTail ] [ comparisonTail ] [ andExpr / orExpr ]
boolCommonExpr = commonExpr
operand = primitiveLiteral / arrayOrObject / rootExpr / functionExpr / negateExpr / methodCallExpr
        / parenExpr / castExpr / isofExpr / notExpr / firstMemberExpr
arithmeticTail = addExpr / subExpr / mulExpr / divExpr / divbyExpr / modExpr
comparisonTail = eqExpr / neExpr / ltExpr / leExpr / gtExpr / geExpr / hasExpr / inExpr
andExpr = RWS "and" RWS boolCommonExpr
orExpr = RWS "or" RWS boolCommonExpr
eqExpr = RWS "eq" RWS commonExpr
neExpr = RWS "ne" RWS commonExpr
ltExpr = RWS "lt" RWS commonExpr
leExpr = RWS "le" RWS commonExpr
gtExpr = RWS "gt" RWS commonExpr
geExpr = RWS "ge" RWS commonExpr
inExpr = RWS "in" RWS ( listExpr / commonExpr )
hasExpr = RWS "has" RWS enumLiteral
addExpr = RWS "add" RWS commonExpr
subExpr = RWS "sub" RWS commonExpr
mulExpr = RWS "mul" RWS commonExpr
divExpr = RWS "div" RWS commonExpr
divbyExpr = RWS "divby" RWS commonExpr
modExpr = RWS "mod" RWS commonExpr
negateExpr = "-" BWS commonExpr
notExpr = "not" RWS boolCommonExpr
parenExpr = OPEN BWS commonExpr BWS CLOSE
listExpr = OPEN BWS [ primitiveLiteral BWS *( COMMA BWS primitiveLiteral BWS ) ] CLOSE
isofExpr = "isof" OPEN BWS [ commonExpr BWS COMMA BWS ] optionallyQualifiedTypeName BWS CLOSE
castExpr = "cast" OPEN BWS [ commonExpr BWS COMMA BWS ] optionallyQualifiedTypeName BWS CLOSE

rootExpr = %s"$root/" identifier [ collectionNavigationExpr / singleNavigationExpr ]
         / %s"$root/" identifier functionExprParameters [ pathTail ]
firstMemberExpr = memberExpr / inscopeVariableExpr [ "/" memberExpr ]
memberExpr = directMemberExpr / optionallyQualifiedName "/" directMemberExpr
directMemberExpr = propertyPathExpr / boundFunctionExpr / annotationExpr
propertyPathExpr = <function> [ pathTail ]
pathTail = collectionNavigationExpr / singleNavigationExpr / complexColPathExpr / complexPathExpr
         / primitivePathExpr
annotationExpr = annotationInQuery [ collectionPathExpr / singleNavigationExpr / complexPathExpr
               / primitivePathExpr ]
annotationInQuery = AT [ namespace "." ] identifier [ HASH identifier ]
inscopeVariableExpr = implicitVariableExpr / parameterAlias / lambdaVariableExpr
implicitVariableExpr = %s"$it" / %s"$this"
lambdaVariableExpr = identifier
collectionNavigationExpr = [ "/" optionallyQualifiedName ] collectionNavNoCastExpr
collectionNavNoCastExpr = keyPredicate [ singleNavigationExpr ]
                        / filterExpr [ collectionNavigationExpr ] / collectionPathExpr
singleNavigationExpr = "/" memberExpr
filterExpr = %s"/$filter" OPEN boolCommonExpr CLOSE
complexColPathExpr = collectionPathExpr / "/" optionallyQualifiedName [ collectionPathExpr ]
collectionPathExpr = count [ OPEN expandCountOption *( SEMI expandCountOption ) CLOSE ]
                   / filterExpr [ collectionPathExpr ] / "/" anyExpr / "/" allExpr
                   / "/" boundFunctionExpr / "/" annotationExpr
complexPathExpr = "/" directMemberExpr / "/" optionallyQualifiedName [ "/" directMemberExpr ]
primitivePathExpr = "/" [ annotationExpr / boundFunctionExpr ]
boundFunctionExpr = functionExpr
functionExpr = ( namespace "." identifier / <function> ) functionExprParameters [ pathTail ]
functionExprParameters = OPEN [ BWS functionExprParameter
                                *( BWS COMMA BWS functionExprParameter ) ] BWS CLOSE
functionExprParameter = identifier EQ parameterValue
anyExpr = "any" OPEN BWS [ lambdaVariableExpr BWS COLON BWS lambdaPredicateExpr ] BWS CLOSE
allExpr = "all" OPEN BWS lambdaVariableExpr BWS COLON BWS lambdaPredicateExpr BWS CLOSE
lambdaPredicateExpr = boolCommonExpr

methodCallExpr = indexOfMethodCallExpr / toLowerMethodCallExpr / toUpperMethodCallExpr
  / trimMethodCallExpr / substringMethodCallExpr / concatMethodCallExpr / lengthMethodCallExpr
  / matchesPatternMethodCallExpr / yearMethodCallExpr / monthMethodCallExpr / dayMethodCallExpr
  / hourMethodCallExpr / minuteMethodCallExpr / secondMethodCallExpr
  / fractionalsecondsMethodCallExpr / totalsecondsMethodCallExpr / dateMethodCallExpr
  / timeMethodCallExpr / roundMethodCallExpr / floorMethodCallExpr / ceilingMethodCallExpr
  / distanceMethodCallExpr / geoLengthMethodCallExpr / totalOffsetMinutesMethodCallExpr
  / minDateTimeMethodCallExpr / maxDateTimeMethodCallExpr / nowMethodCallExpr
  / caseMethodCallExpr / boolMethodCallExpr
boolMethodCallExpr = endsWithMethodCallExpr / startsWithMethodCallExpr / containsMethodCallExpr
  / intersectsMethodCallExpr / hasSubsetMethodCallExpr / hasSubsequenceMethodCallExpr
noArguments = OPEN BWS CLOSE
oneArgument = OPEN BWS commonExpr BWS CLOSE
twoArguments = OPEN BWS commonExpr BWS COMMA BWS commonExpr BWS CLOSE
concatMethodCallExpr = "concat" twoArguments
containsMethodCallExpr = "contains" twoArguments
endsWithMethodCallExpr = "endswith" twoArguments
indexOfMethodCallExpr = "indexof" twoArguments
lengthMethodCallExpr = "length" oneArgument
matchesPatternMethodCallExpr = "matchespattern" twoArguments
startsWithMethodCallExpr = "startswith" twoArguments
substringMethodCallExpr = "substring" OPEN BWS commonExpr BWS COMMA BWS commonExpr BWS
                          [ COMMA BWS commonExpr BWS ] CLOSE
toLowerMethodCallExpr = "tolower" oneArgument
toUpperMethodCallExpr = "toupper" oneArgument
trimMethodCallExpr = "trim" oneArgument
yearMethodCallExpr = "year" oneArgument
monthMethodCallExpr = "month" oneArgument
dayMethodCallExpr = "day" oneArgument
hourMethodCallExpr = "hour" oneArgument
minuteMethodCallExpr = "minute" oneArgument
secondMethodCallExpr = "second" oneArgument
fractionalsecondsMethodCallExpr = "fractionalseconds" oneArgument
totalsecondsMethodCallExpr = "totalseconds" oneArgument
dateMethodCallExpr = "date" oneArgument
timeMethodCallExpr = "time" oneArgument
totalOffsetMinutesMethodCallExpr = "totaloffsetminutes" oneArgument
minDateTimeMethodCallExpr = "mindatetime" noArguments
maxDateTimeMethodCallExpr = "maxdatetime" noArguments
nowMethodCallExpr = "now" noArguments
roundMethodCallExpr = "round" oneArgument
floorMethodCallExpr = "floor" oneArgument
ceilingMethodCallExpr = "ceiling" oneArgument
distanceMethodCallExpr = "geo.distance" twoArguments
geoLengthMethodCallExpr = "geo.length" oneArgument
intersectsMethodCallExpr = "geo.intersects" twoArguments
hasSubsetMethodCallExpr = "hassubset" twoArguments
hasSubsequenceMethodCallExpr = "hassubsequence" twoArguments
caseMethodCallExpr = "case" OPEN BWS casePair *( COMMA BWS casePair ) CLOSE
casePair = boolCommonExpr BWS COLON BWS commonExpr BWS

; ---- JSON in expressions
arrayOrObject = array / object
array = begin-array [ valueInUrl *( value-separator valueInUrl ) ] end-array
object = begin-object [ member *( value-separator member ) ] end-object
member = stringInUrl name-separator valueInUrl
valueInUrl = stringInUrl / commonExpr
begin-object = BWS ( "{" / "%7B" ) BWS
end-object = BWS ( "}" / "%7D" )
begin-array = BWS ( "[" / "%5B" ) BWS
end-array = BWS ( "]" / "%5D" )
quotation-mark = %x22 / "%22"
name-separator = BWS COLON BWS
value-separator = BWS COMMA BWS
stringInUrl = quotation-mark *charInJSON quotation-mark
charInJSON = 1*1<json> / <percent> / encodedInJSON
           / escape ( quotation-mark / escape / "/" / "%2F" / %s"b" / %s"f" / %s"n" / %s"r" / %s"t"
                    / %s"u" 4*4<hex> )
encodedInJSON = "%" 1*1<hexNot25> 1*1<hex> / "%2" 1*1<hexNot2> / "%5" 1*1<hexNotC>
escape = "\" / "%5C"

; ---- query options
queryOptions = queryOption *( "&" queryOption )
queryOption = systemQueryOption / aliasAndValue / nameAndValue / customQueryOption
systemQueryOption = compute / deltatoken / expand / filter / format / id / inlinecount / orderby
                  / schemaversion / search / select / skip / skiptoken / top / index
filter = ( "$filter" / "filter" ) EQ boolCommonExpr
orderby = ( "$orderby" / "orderby" ) EQ orderbyItem *( COMMA orderbyItem )
orderbyItem = commonExpr [ RWS ( "asc" / "desc" ) ]
compute = ( "$compute" / "compute" ) EQ computeItem *( COMMA computeItem )
computeItem = commonExpr RWS "as" RWS computedProperty
computedProperty = identifier
skip = ( "$skip" / "skip" ) EQ 1*<digit>
top = ( "$top" / "top" ) EQ 1*<digit>
index = ( "$index" / "index" ) EQ [ "-" ] 1*<digit>
inlinecount = ( "$count" / "count" ) EQ boolean
schemaversion = ( "$schemaversion" / "schemaversion" ) EQ ( STAR / 1*<unreserved> )
format = ( "$format" / "format" ) EQ ( "atom" / "json" / "xml" / mediaType )
mediaType = 1*mediaChar "/" 1*mediaChar
mediaChar = 1*1<pchar> / encoded
id = ( "$id" / "id" ) EQ 1*queryChar
deltatoken = "$deltatoken" EQ 1*queryChar
skiptoken = "$skiptoken" EQ 1*queryChar
queryChar = 1*1<query> / encoded
aliasAndValue = parameterAlias EQ parameterValue
nameAndValue = identifier EQ parameterValue
parameterValue = commonExpr
parameterAlias = AT identifier
customQueryOption = customName [ EQ customValue ]
customName = ( 1*1<customFirst> / encoded ) *( 1*1<customName> / encoded )
customValue = *queryChar
functionParameters = OPEN [ BWS functionParameter *( BWS COMMA BWS functionParameter ) ] BWS CLOSE
functionParameter = identifier EQ ( parameterAlias / primitiveLiteral )

search = ( "$search" / "search" ) EQ anyBWS ( searchExpr / searchExpr-incomplete )
searchExpr = ( searchParenExpr / searchNegateExpr / searchPhrase / searchWord )
             [ searchOrExpr / searchAndExpr ]
searchParenExpr = OPEN anyBWS searchExpr anyBWS CLOSE
searchNegateExpr = %s"NOT" anyRWS searchExpr
searchOrExpr = anyRWS %s"OR" anyRWS searchExpr
searchAndExpr = anyRWS [ %s"AND" anyRWS ] searchExpr
searchPhrase = quotation-mark 1*phraseChar quotation-mark
phraseChar = 1*1<phrase> / encodedNotQuote
searchWord = searchChar *( searchChar / SQUOTE )
searchChar = 1*1<search> / encodedNotQuote
searchExpr-incomplete = SQUOTE *( SQUOTE SQUOTE / 1*1<incomplete> / encoded ) SQUOTE

; a search word may begin with an encoded blank: no run of blanks is the longest for sure
anyRWS = 1*( " " / %x09 / "%20" / "%09" )
anyBWS = *( " " / %x09 / "%20" / "%09" )

select = ( "$select" / "select" ) EQ selectItem *( COMMA selectItem )
selectItem = STAR / namespace "." STAR / [ optionallyQualifiedName "/" ] selectMember
selectMember = selectProperty / optionallyQualifiedName [ OPEN parameterNames CLOSE ]
parameterNames = identifier *( COMMA identifier )
selectProperty = ( identifier / annotationInQuery ) [ selectOptionsPC ]
               / selectPath [ selectOptions / "/" selectProperty ]
selectPath = ( identifier / annotationInQuery ) [ "/" optionallyQualifiedName ]
selectOptionsPC = OPEN selectOptionPC *( SEMI selectOptionPC ) CLOSE
selectOptions = OPEN selectOption *( SEMI selectOption ) CLOSE
selectOptionPC = filter / search / inlinecount / orderby / skip / top
selectOption = selectOptionPC / compute / select / aliasAndValue

expand = ( "$expand" / "expand" ) EQ expandItem *( COMMA expandItem )
expandItem = "$value" / expandPath / optionallyQualifiedName "/" expandPath
expandPath = STAR [ ref / OPEN levels CLOSE ]
           / ( identifier / annotationInQuery ) [ "/" optionallyQualifiedName ]
             [ ref [ OPEN expandRefOption *( SEMI expandRefOption ) CLOSE ]
             / count [ OPEN expandCountOption *( SEMI expandCountOption ) CLOSE ]
             / OPEN expandOption *( SEMI expandOption ) CLOSE ]
           / ( optionallyQualifiedName / annotationInQuery ) "/" expandPath
expandCountOption = filter / search
expandRefOption = expandCountOption / orderby / skip / top / inlinecount
expandOption = expandRefOption / select / expand / compute / levels / aliasAndValue
levels = ( "$levels" / "levels" ) EQ ( oneToNine *<digit> / "max" )

; ---- resource paths
odataUri = serviceRoot [ odataRelativeUri ]
serviceRoot = ( "https" / "http" ) "://" host [ ":" *<digit> ] "/" *( 1*( 1*1<pathChar> / encoded ) "/" )
host = 1*<host>
odataRelativeUri = %s"$batch" [ "?" batchOptions ] / %s"$entity" "?" entityOptions
                 / %s"$entity" "/" optionallyQualifiedName "?" entityCastOptions
                 / %s"$metadata" [ "?" batchOptions ]
                 / resourcePath [ "?" [ queryOptions ] ]
batchOptions = batchOption *( "&" batchOption )
batchOption = format / customQueryOption
entityOptions = *( batchOption "&" ) id *( "&" batchOption )
entityCastOptions = *( entityCastOption "&" ) id *( "&" entityCastOption )
entityCastOption = batchOption / expand / select
resourcePath = identifier [ functionParameters ] [ resourceTail ]
             / crossjoin [ querySegment ] / %s"$all" [ "/" optionallyQualifiedName ]
resourceTail = collectionNavigation / singleNavigation / complexColPath / complexPath
             / collectionPath / primitivePath
collectionNavigation = collectionNavPath / "/" optionallyQualifiedName [ collectionNavPath ]
collectionNavPath = keyPredicate [ singleNavigation ] / filterInPath [ collectionNavigation ]
                  / each [ boundOperation ] / boundOperation / count / ref / querySegment
keyPredicate = simpleKey / compoundKey / keyPathSegments
simpleKey = OPEN ( parameterAlias / keyPropertyValue ) CLOSE
compoundKey = OPEN keyValuePair *( COMMA keyValuePair ) CLOSE
keyValuePair = identifier EQ ( parameterAlias / keyPropertyValue )
keyPathSegments = 1*( "/" keyPathLiteral )
keyPathLiteral = 1*( 1*1<unreserved> / SQUOTE / encoded )
keyPropertyValue = boolean / guid / dateTimeOffsetLiteral / date / timeOfDayLiteral
                 / decimalLiteral / stringLiteral / durationLiteral / enumLiteral
singleNavigation = [ "/" optionallyQualifiedName ] singleNavPath / "/" optionallyQualifiedName
singleNavPath = "/" propertyPath / boundOperation / ref / value / querySegment
propertyPath = identifier [ resourceTail ]
collectionPath = count / boundOperation / ordinalIndex / querySegment
primitivePath = value / boundOperation / querySegment
complexColPath = collectionPath / "/" optionallyQualifiedName [ collectionPath ]
complexPath = complexNavPath / "/" optionallyQualifiedName [ complexNavPath ]
complexNavPath = "/" propertyPath / boundOperation / querySegment
boundOperation = "/" optionallyQualifiedName [ functionParameters ] [ resourceTail ]
crossjoin = %s"$crossjoin" OPEN identifier *( COMMA identifier ) CLOSE
filterInPath = %s"/$filter" OPEN boolCommonExpr CLOSE
each = %s"/$each"
count = %s"/$count"
ref = %s"/$ref"
value = %s"/$value"
querySegment = %s"/$query"
ordinalIndex = "/" [ "-" ] 1*<digit>

; ---- names
identifier = 1*1<letter> *127<name>
odataIdentifier = identifier
namespace = identifier *( "." identifier )
optionallyQualifiedName = [ namespace "." ] identifier
qualifiedName = namespace "." identifier
optionallyQualifiedTypeName = optionallyQualifiedName
                            / %s"Collection" OPEN optionallyQualifiedName CLOSE
qualifiedTypeName = qualifiedName / %s"Collection" OPEN qualifiedName CLOSE
singleQualifiedTypeName = qualifiedName
primitiveTypeName = %s"Edm." ( %s"Binary" / %s"Boolean" / %s"Byte" / %s"Date" / %s"DateTimeOffset"
  / %s"Decimal" / %s"Double" / %s"Duration" / %s"Guid" / %s"Int16" / %s"Int32" / %s"Int64"
  / %s"SByte" / %s"Single" / %s"Stream" / %s"String" / %s"TimeOfDay"
  / ( %s"Geography" / %s"Geometry" ) [ %s"Collection" / %s"LineString" / %s"MultiLineString"
    / %s"MultiPoint" / %s"MultiPolygon" / %s"Point" / %s"Polygon" ] )
entitySetName = identifier
singletonEntity = identifier
enumerationMember = identifier
parameterName = identifier
function = identifier
action = identifier
navigationProperty = identifier
primitiveProperty = identifier
complexProperty = identifier

; ---- literals
primitiveLiteral = null / boolean / guid / dateTimeOffsetLiteral / date / timeOfDayLiteral
                 / decimalLiteral / stringLiteral / prefixedDuration / prefixedEnum
                 / binaryLiteral / geoLiteralInUrl
primitiveValue = booleanValue / guidValue / durationValue / dateTimeOffsetValue / dateValue
               / timeOfDayValue / enumValue / fullGeoLiteral / decimalValue / binaryValue
null = %s"null"
boolean = "true" / "false"
booleanValue = %s"true" / %s"false"
binaryLiteral = "binary" SQUOTE binaryValue SQUOTE
binaryValue = *( 4*4<base64> ) [ base64b16 / base64b8 ]
base64b16 = 2*2<base64> 1*1<base64b16> [ "=" ]
base64b8 = 1*1<base64> 1*1<base64b8> [ "==" ]
decimalLiteral = [ SIGN ] 1*<digit> [ "." 1*<digit> ] [ "e" [ SIGN ] 1*<digit> ] / nanInfinity
decimalValue = [ PLUSMINUS ] 1*<digit> [ "." 1*<digit> ] [ "e" [ PLUSMINUS ] 1*<digit> ]
             / nanInfinity
doubleLiteral = decimalLiteral
doubleValue = decimalValue
singleLiteral = decimalLiteral
singleValue = decimalValue
nanInfinity = %s"NaN" / %s"-INF" / %s"INF"
guid = 8*8<hex> "-" 4*4<hex> "-" 4*4<hex> "-" 4*4<hex> "-" 12*12<hex>
guidValue = guid
byte = 1*3<digit>
byteValue = byte
sbyteLiteral = [ SIGN ] 1*3<digit>
sbyteValue = [ PLUSMINUS ] 1*3<digit>
int16Literal = [ SIGN ] 1*5<digit>
int16Value = [ PLUSMINUS ] 1*5<digit>
int32Literal = [ SIGN ] 1*10<digit>
int32Value = [ PLUSMINUS ] 1*10<digit>
int64Literal = [ SIGN ] 1*19<digit>
int64Value = [ PLUSMINUS ] 1*19<digit>
stringLiteral = SQUOTE *stringChar SQUOTE
stringChar = SQUOTE SQUOTE / 1*1<string> / <percent> / encodedInString
encodedInString = "%" 1*1<hexNot2> 1*1<hex> / "%2" 1*1<hexNot7>
date = year "-" month "-" day
dateValue = date
dateTimeOffsetLiteral = date "T" timeOfDayLiteral ( "Z" / SIGN hour COLON minute )
dateTimeOffsetValueInUrl = dateTimeOffsetLiteral
dateTimeOffsetValue = date "T" timeOfDayValue ( "Z" / PLUSMINUS hour ":" minute )
durationLiteral = [ "duration" ] SQUOTE durationValue SQUOTE
prefixedDuration = "duration" SQUOTE durationValue SQUOTE
durationValue = [ "-" ] "P" [ 1*<digit> "D" ]
                [ "T" [ 1*<digit> "H" ] [ 1*<digit> "M" ] [ 1*<digit> [ "." 1*<digit> ] "S" ] ]
timeOfDayLiteral = hour COLON minute [ COLON second [ "." fractionalSeconds ] ]
timeOfDayValue = hour ":" minute [ ":" second [ "." fractionalSeconds ] ]
oneToNine = 1*1<oneToNine>
year = [ "-" ] ( "0" 3*3<digit> / oneToNine 3*<digit> )
month = "0" oneToNine / "1" 1*1<zeroToTwo>
day = "0" oneToNine / 1*1<oneOrTwo> 1*1<digit> / "3" 1*1<zeroOrOne>
hour = 1*1<zeroOrOne> 1*1<digit> / "2" 1*1<zeroToThree>
zeroToFiftyNine = 1*1<zeroToFive> 1*1<digit>
minute = zeroToFiftyNine
second = zeroToFiftyNine / "60"
fractionalSeconds = 1*12<digit>
enumLiteral = [ qualifiedName ] SQUOTE singleEnumLiteral *( COMMA singleEnumLiteral ) SQUOTE
prefixedEnum = qualifiedName SQUOTE singleEnumLiteral *( COMMA singleEnumLiteral ) SQUOTE
singleEnumLiteral = identifier / int64Literal
enumValue = singleEnumValue *( "," singleEnumValue )
singleEnumValue = identifier / int64Value

; ---- places on earth: recognised only
geoLiteralInUrl = geographyCollection / geographyLineString / geographyMultiLineString
  / geographyMultiPoint / geographyMultiPolygon / geographyPoint / geographyPolygon
  / geometryCollection / geometryLineString / geometryMultiLineString / geometryMultiPoint
  / geometryMultiPolygon / geometryPoint / geometryPolygon
geographyCollection = geographyPrefix SQUOTE fullCollectionLiteral SQUOTE
geographyLineString = geographyPrefix SQUOTE fullLineStringLiteral SQUOTE
geographyMultiLineString = geographyPrefix SQUOTE fullMultiLineStringLiteral SQUOTE
geographyMultiPoint = geographyPrefix SQUOTE fullMultiPointLiteral SQUOTE
geographyMultiPolygon = geographyPrefix SQUOTE fullMultiPolygonLiteral SQUOTE
geographyPoint = geographyPrefix SQUOTE fullPointLiteral SQUOTE
geographyPolygon = geographyPrefix SQUOTE fullPolygonLiteral SQUOTE
geometryCollection = geometryPrefix SQUOTE fullCollectionLiteral SQUOTE
geometryLineString = geometryPrefix SQUOTE fullLineStringLiteral SQUOTE
geometryMultiLineString = geometryPrefix SQUOTE fullMultiLineStringLiteral SQUOTE
geometryMultiPoint = geometryPrefix SQUOTE fullMultiPointLiteral SQUOTE
geometryMultiPolygon = geometryPrefix SQUOTE fullMultiPolygonLiteral SQUOTE
geometryPoint = geometryPrefix SQUOTE fullPointLiteral SQUOTE
geometryPolygon = geometryPrefix SQUOTE fullPolygonLiteral SQUOTE
geographyPrefix = "geography"
geometryPrefix = "geometry"
fullGeoLiteral = fullCollectionLiteral / fullLineStringLiteral / fullMultiPointLiteral
  / fullMultiLineStringLiteral / fullMultiPolygonLiteral / fullPointLiteral / fullPolygonLiteral
fullCollectionLiteral = sridLiteral collectionLiteral
fullLineStringLiteral = sridLiteral lineStringLiteral
fullMultiLineStringLiteral = sridLiteral multiLineStringLiteral
fullMultiPointLiteral = sridLiteral multiPointLiteral
fullMultiPolygonLiteral = sridLiteral multiPolygonLiteral
fullPointLiteral = sridLiteral pointLiteral
fullPolygonLiteral = sridLiteral polygonLiteral
sridLiteral = "SRID" EQ 1*5<digit> SEMI
collectionLiteral = "GeometryCollection(" geoLiteral *( COMMA geoLiteral ) CLOSE
geoLiteral = collectionLiteral / lineStringLiteral / multiPointLiteral / multiLineStringLiteral
           / multiPolygonLiteral / pointLiteral / polygonLiteral
lineStringLiteral = "LineString" lineStringData
lineStringData = OPEN positionLiteral 1*( COMMA positionLiteral ) CLOSE
multiLineStringLiteral = "MultiLineString(" [ lineStringData *( COMMA lineStringData ) ] CLOSE
multiPointLiteral = "MultiPoint(" [ pointData *( COMMA pointData ) ] CLOSE
multiPolygonLiteral = "MultiPolygon(" [ polygonData *( COMMA polygonData ) ] CLOSE
pointLiteral = "Point" pointData
pointData = OPEN positionLiteral CLOSE
polygonLiteral = "Polygon" polygonData
polygonData = OPEN ringLiteral *( COMMA ringLiteral ) CLOSE
ringLiteral = OPEN positionLiteral *( COMMA positionLiteral ) CLOSE
positionLiteral = doubleValue SP doubleValue [ SP doubleValue ] [ SP doubleValue ]

; ---- punctuation
RWS = <blanks>
BWS = <blanks?>
SP = " "
AT = "@" / "%40"
COLON = ":" / "%3A"
COMMA = "," / "%2C"
EQ = "="
HASH = "%23"
SIGN = "+" / "%2B" / "-"
PLUSMINUS = "+" / "-"
SEMI = ";" / "%3B"
STAR = "*" / "%2A"
SQUOTE = "'" / "%27"
OPEN = "(" / "%28"
CLOSE = ")" / "%29"
encoded = "%" 2*2<hex>
encodedNotQuote = "%" 1*1<hexNot2> 1*1<hex> / "%2" 1*1<hexNot2>
)ABNF";

}  // namespace tenure::expression
